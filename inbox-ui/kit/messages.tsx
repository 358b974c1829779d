import { Banner } from '../parts/banner.tsx';
import { Button } from '../parts/button.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { Sample } from './sample.tsx';

/** What screens say. */
export function Messages() {
  return (
    <Sample name="Banner, empty, skeleton">
      <Banner tone="wait" icon="clock" boxed>
        Offline since 14:02. You can keep writing.
      </Banner>
      <Banner tone="danger" icon="alert" boxed actions={<Button look="link">Try again</Button>}>
        The bot token was refused (401).
      </Banner>
      <Banner tone="note" icon="info" boxed>
        Only you and your colleagues see this.
      </Banner>
      <Banner tone="accent" icon="check" boxed>
        Connected.
      </Banner>
      <EmptyState title="You’re clear" action={<Button>Take the oldest</Button>}>
        4 unassigned are waiting.
      </EmptyState>
      <Skeleton lines={3} />
    </Sample>
  );
}
