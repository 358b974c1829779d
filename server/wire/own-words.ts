/** How long visitors may change what they said; apart from the schemas so that the widget can import it without their library. */
export const CHANGEABLE_MS = 15 * 60_000;
