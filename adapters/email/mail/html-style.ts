/** Style attributes of strangers: colours, letters and boxes, nothing that loads or floats over others. */

const ALLOWED = new Set(
  `background-color border border-bottom border-bottom-color border-bottom-style border-bottom-width
  border-collapse border-color border-left border-left-color border-left-style border-left-width
  border-radius border-right border-right-color border-right-style border-right-width border-spacing
  border-style border-top border-top-color border-top-style border-top-width border-width clear color
  direction display float font font-family font-size font-style font-variant font-weight height
  letter-spacing line-height list-style-type margin margin-bottom margin-left margin-right margin-top
  max-height max-width min-height min-width mso-hide padding padding-bottom padding-left padding-right
  padding-top table-layout text-align text-decoration text-indent text-transform unicode-bidi
  vertical-align visibility white-space width word-break word-spacing word-wrap overflow-wrap`.split(
    /\s+/,
  ),
);

/** Functions that only name a colour or a size; every other may load something. */
const FUNCTION = /[a-z-]+\(/gi;
const HARMLESS = new Set(['rgb(', 'rgba(', 'hsl(', 'hsla(', 'calc(']);
/** Escapes, remarks and markup have no use in what is left and can hide the rest. */
const SUSPICIOUS = /[\\<>@{}]|\/\*|expression|javascript:|url/i;
const MOST = 10_000;

/** The declarations of a style attribute that are on the list, '' when none is. */
export function safeStyle(style: string): string {
  if (style.length > MOST) return '';
  const kept = style.split(';').flatMap((declaration) => {
    const colon = declaration.indexOf(':');
    const [property, value] = plainly(
      declaration.slice(0, colon).trim().toLowerCase(),
      declaration.slice(colon + 1).trim(),
    );
    return colon > 0 && ALLOWED.has(property) && isHarmless(property, value)
      ? [`${property}:${value}`]
      : [];
  });
  return kept.join(';');
}

/** Of the shorthand only the colour is kept: letters that count on it would else be white on white. */
function plainly(property: string, value: string): [string, string] {
  if (property !== 'background') return [property, value];
  const [colour = ''] = /#[0-9a-f]{3,8}\b|rgba?\([\d.,% ]{1,40}\)|^[a-z]{3,20}$/i.exec(value) ?? [];
  return ['background-color', colour];
}

function isHarmless(property: string, value: string): boolean {
  if (value === '' || SUSPICIOUS.test(value)) return false;
  // Text moved out of its box can be laid over what others say.
  if (/^(?:margin|text-indent)/.test(property) && /(?:^|\s)-/.test(value)) return false;
  return (value.match(FUNCTION) ?? []).every((name) => HARMLESS.has(name.toLowerCase()));
}
