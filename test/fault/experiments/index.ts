/** All experiments, in the order of their numbers. */
import type { Experiment } from '../experiment.ts';
import { killServer } from './f01-kill-server.ts';
import { killPoints } from './f02-kill-points.ts';
import { rollingRestart } from './f03-rolling-restart.ts';
import { killWorker } from './f04-kill-worker.ts';
import { killPostgres } from './f05-kill-postgres.ts';
import { hangingPostgres } from './f06-hanging-postgres.ts';
import { loseRedis } from './f07-lose-redis.ts';
import { fullDisk } from './f09-full-disk.ts';
import { badPlatform } from './f10-bad-platform.ts';
import { lostAnswers } from './f11-lost-answers.ts';
import { repeatedWebhooks } from './f12-repeated-webhooks.ts';
import { flood } from './f13-flood.ts';
import { halfOpen } from './f16-half-open.ts';
import { flakyLine } from './f17-flaky-line.ts';
import { mailFaults } from './f25-mail-faults.ts';
import { poison } from './f26-poison.ts';
import { upgrade } from './f28-upgrade.ts';
import { restore } from './f29-restore.ts';
import { model } from './f30-model.ts';

export const experiments: readonly Experiment[] = [
  ...[
    killServer,
    killPoints,
    rollingRestart,
    killWorker,
    killPostgres,
    hangingPostgres,
    loseRedis,
    fullDisk,
    badPlatform,
    lostAnswers,
  ],
  ...[repeatedWebhooks, flood, halfOpen, flakyLine, mailFaults, poison, upgrade, restore, model],
];
