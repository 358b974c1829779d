/** Whom a process works with: nobody, or other processes by way of Redis. */
import { type Knocks, OwnKnocks } from './channels/knocks.ts';
import type { Config } from './config.ts';
import type { Levels } from './events/limits.ts';
import { type Doorbell, InProcessDoorbell } from './queue/doorbell.ts';
import type { Cluster } from './realtime/cluster.ts';

export type Others = {
  doorbell: Doorbell;
  cluster: Cluster | null;
  levels: Levels | null;
  knocks: Knocks;
  leave(): void;
};

/** What that takes is loaded where it is wanted. */
export async function joinOthers(settings: Config['cluster']): Promise<Others> {
  if (!settings) {
    const alone = { cluster: null, levels: null, leave: () => {} };
    return { ...alone, doorbell: new InProcessDoorbell(), knocks: new OwnKnocks() };
  }
  const [{ SharedDoorbell }, { joinCluster }, { SharedLevels }, { SharedKnocks }] =
    await Promise.all([
      import('./queue/shared-doorbell.ts'),
      import('./realtime/cluster.ts'),
      import('./events/shared-levels.ts'),
      import('./channels/shared-knocks.ts'),
    ]);
  const { redisUrl, role } = settings;
  const levels = new SharedLevels(redisUrl);
  const knocks = new SharedKnocks(redisUrl);
  return {
    ...{ levels, knocks },
    doorbell: new SharedDoorbell(redisUrl, role === 'web'),
    cluster: joinCluster(redisUrl),
    leave() {
      levels.close();
      knocks.close();
    },
  };
}
