/** Whom a process works with: nobody, or other processes by way of Redis. */
import { type Knocks, OwnKnocks } from './channels/knocks.ts';
import { OwnVisits, type Visits } from './channels/visits.ts';
import type { Config } from './config.ts';
import type { Levels } from './events/limits.ts';
import { type Doorbell, InProcessDoorbell } from './queue/doorbell.ts';
import type { Cluster } from './realtime/cluster.ts';

export type Others = {
  doorbell: Doorbell;
  cluster: Cluster | null;
  levels: Levels | null;
  knocks: Knocks;
  visits: Visits;
  leave(): void;
};

/** What that takes is loaded where it is wanted. */
export async function joinOthers(settings: Config['cluster']): Promise<Others> {
  if (!settings) {
    const alone = { cluster: null, levels: null, leave: () => {} };
    const own = { knocks: new OwnKnocks(), visits: new OwnVisits() };
    return { ...alone, ...own, doorbell: new InProcessDoorbell() };
  }
  const [
    { SharedDoorbell },
    { joinCluster },
    { SharedLevels },
    { SharedKnocks },
    { SharedVisits },
  ] = await Promise.all([
    import('./queue/shared-doorbell.ts'),
    import('./realtime/cluster.ts'),
    import('./events/shared-levels.ts'),
    import('./channels/shared-knocks.ts'),
    import('./channels/shared-visits.ts'),
  ]);
  const { redisUrl, role } = settings;
  const levels = new SharedLevels(redisUrl);
  const knocks = new SharedKnocks(redisUrl);
  const visits = new SharedVisits(redisUrl);
  return {
    ...{ levels, knocks, visits },
    doorbell: new SharedDoorbell(redisUrl, role === 'web'),
    cluster: joinCluster(redisUrl),
    leave() {
      for (const shared of [levels, knocks, visits]) shared.close();
    },
  };
}
