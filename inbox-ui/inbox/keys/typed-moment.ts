/** The moment that stands in a field, once the grammar is there. */
import { useEffect, useState } from 'preact/hooks';
import { momentReader, type ReadMoment } from '../../words/typed-moments.ts';
import { locale } from '../../words/words.ts';

export function useTypedMoment(typed: string, asked: boolean): Date | null {
  const read = useMomentReader(asked);
  return read && typed.trim() !== '' ? read(typed, new Date()) : null;
}

/** @param asked whether moments are typed here at all: the grammar is fetched only then */
export function useMomentReader(asked: boolean): ReadMoment | null {
  const [read, setRead] = useState<{ moment: ReadMoment } | null>(null);
  useEffect(() => {
    if (!asked) return;
    // Without it the usual moments are still there.
    momentReader(locale.peek()).then(
      (moment) => setRead({ moment }),
      () => undefined,
    );
  }, [asked]);
  return read?.moment ?? null;
}
