/** The usual course of an experiment: a site, everyone writing, the faults, the last word, the comparison. */
import type { Context, Result } from '../experiment.ts';
import { Site, type Situation } from '../site/site.ts';
import { check } from './check.ts';
import { type Crowd, Load } from './load.ts';

type Course = Situation & {
  crowd?: Partial<Crowd>;
  /** Starts the processes. @returns where everyone reaches the product */
  start(site: Site): Promise<string>;
  /** Breaks things. Afterwards all that belongs to the site is to run again. */
  faults(
    site: Site,
    load: Load,
  ): Promise<Pick<Result, 'faults' | 'recoveries'> & { notes?: string[] }>;
};

export async function underLoad({ random, say }: Context, course: Course): Promise<Result> {
  const { crowd = {} } = course;
  const site = await Site.open(course);
  let load: Load | null = null;
  try {
    load = await Load.begin(site, await course.start(site), random, crowd);
    const { faults, recoveries, notes = [] } = await course.faults(site, load);
    const entries = await load.end();
    say(`${faults} faults, ${entries.length} acknowledged; comparing`);
    const findings = await check(site, load, entries);
    for (const node of site.nodes) node.measure();
    const repeated = entries.filter(({ attempts }) => attempts > 1).length;
    const figures = [`${repeated} had to be sent more than once`, ...notes];
    const { peakRss } = site;
    return { ...findings, acked: entries.length, faults, recoveries, peakRss, notes: figures };
  } finally {
    await load?.close();
    await site.close();
  }
}
