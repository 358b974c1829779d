import { useEffect, useState } from 'preact/hooks';
import { words } from '../words/words.ts';

/** What loads faster than this never flickers. */
const PATIENCE_MS = 300;

/** Grey lines for what is still on its way. */
export function Skeleton({ lines = 6 }: { lines?: number }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!late) return null;
  return (
    <div class="skeleton" role="status" aria-label={words.value.common.loading}>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} />
      ))}
    </div>
  );
}
