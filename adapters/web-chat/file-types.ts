/** Files a visitor and an agent may exchange. SVG and HTML are left out: both can run code. */
export const FILE_TYPES: readonly string[] = [
  ...['jpeg', 'png', 'gif', 'webp', 'avif', 'heic'].map((kind) => `image/${kind}`),
  ...['mpeg', 'mp4', 'aac', 'ogg', 'wav', 'webm'].map((kind) => `audio/${kind}`),
  ...['mp4', 'webm', 'quicktime'].map((kind) => `video/${kind}`),
  'text/plain',
  'application/pdf',
  'application/zip',
  'application/msword',
  'application/vnd.ms-excel',
  'application/vnd.ms-powerpoint',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/vnd.oasis.opendocument.text',
  'application/vnd.oasis.opendocument.spreadsheet',
  'application/vnd.oasis.opendocument.presentation',
];
