/** Global Privacy Control and its forerunner. */
export const isPrivate = (): boolean =>
  navigator.doNotTrack === '1' ||
  (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl === true;
