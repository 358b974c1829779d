/** What the page around us lets its frames ask for. */

/** Browsers that do not know `featurePolicy` refuse when they are asked, and that is said then. */
type Document = { featurePolicy?: { allowsFeature(name: string): boolean } };

export const isPermitted = (feature: 'microphone' | 'geolocation'): boolean =>
  (document as Document).featurePolicy?.allowsFeature(feature) !== false;
