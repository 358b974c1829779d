import { BulkFrame } from '../inbox/list/bulk-frame.tsx';
import { IconButton } from '../parts/icon-button.tsx';
import { Sample } from './sample.tsx';

/** The head of a list while rows of it are selected. */
export function Selection() {
  return (
    <Sample name="Selection">
      <BulkFrame count={3} onClear={() => undefined}>
        <IconButton icon="done" label="Mark done" keys="e" />
        <IconButton icon="snooze" label="Snooze" keys="h" />
        <IconButton icon="person" label="Assign to someone" keys="a" />
        <IconButton icon="take" label="Assign to me" keys="i" />
      </BulkFrame>
    </Sample>
  );
}
