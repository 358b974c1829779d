/** Voice notes: spoken, heard before they go, and played. */
export const voice = {
  record: 'Record a voice note',
  phases: {
    asking: 'Your browser asks whether the microphone may be used.',
    recording: 'Recording',
    paused: 'Paused',
  },
  trouble: {
    refused:
      'The microphone was refused. Allow it for this address in the settings of your browser, then try again.',
    missing: 'No microphone was found.',
    failed: 'The recording failed. Nothing was sent.',
  },
  why: {
    impossible: 'This browser cannot record here: it needs a microphone and an https address.',
    unwanted: 'This channel does not take voice notes.',
  },
  pause: 'Pause',
  goOn: 'Go on',
  finish: 'Stop and listen',
  discard: 'Discard',
  use: 'Add to the message',
  player: (name: string) => `Sound: ${name}`,
  play: 'Play',
  position: 'Position',
  speed: (times: number) => `Speed: ${times} times. Change`,
  unplayable: 'Cannot be played here',
  keep: (name: string) => `Download ${name}`,
};
