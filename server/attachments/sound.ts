/** WebM and MP4 hold pictures that move, or sound alone: their signature says the same of both, the tracks do not. */
import { open } from 'node:fs/promises';

/** Recorders and streams name their tracks before anything else. */
const HEAD = 64 * 1024;

/** @returns `audio/…` where a file of that type holds sound and no picture; else the type as it was */
export async function soundType(file: string, type: string): Promise<string> {
  const tracksIn = TRACKS[type];
  if (!tracksIn) return type;
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    const { sound, picture } = tracksIn(buffer.subarray(0, bytesRead));
    return sound && !picture ? type.replace('video/', 'audio/') : type;
  } finally {
    await handle.close();
  }
}

type Tracks = { sound: boolean; picture: boolean };

const TRACKS: Readonly<Record<string, (head: Buffer) => Tracks>> = {
  'video/webm': webmTracks,
  'video/mp4': mp4Tracks,
};

/** RFC 9559: in Tracks the element TrackType (0x83) of one byte, 1 for video and 2 for audio; Clusters follow. */
function webmTracks(head: Buffer): Tracks {
  const begin = elementAt(head, '1654ae6b');
  const end = elementAt(head, '1f43b675');
  const tracks = head.subarray(Math.max(0, begin), end < begin ? undefined : end);
  const has = (kind: string) => tracks.includes(Buffer.from(`8381${kind}`, 'hex'));
  return { sound: has('02'), picture: has('01') };
}

/** Where an element begins; where it is only looked up (SeekID, 0x53ab) does not count. -1: nowhere. */
function elementAt(head: Buffer, id: string): number {
  const name = Buffer.from(id, 'hex');
  let at = head.indexOf(name);
  while (at > 2 && head.readUInt16BE(at - 3) === SEEK_ID) at = head.indexOf(name, at + 4);
  return at;
}

const SEEK_ID = 0x53ab;

/** ISO/IEC 14496-12, 8.4.3: what a track holds stands eight bytes behind the name of its handler box. */
function mp4Tracks(head: Buffer): Tracks {
  const kinds = new Set<string>();
  for (let at = head.indexOf('hdlr'); at >= 0; at = head.indexOf('hdlr', at + 4)) {
    kinds.add(head.toString('latin1', at + 12, at + 16));
  }
  return { sound: kinds.has('soun'), picture: kinds.has('vide') };
}
