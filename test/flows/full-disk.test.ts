/** A disk without room: whoever writes is told to come back, and operators are told why. */
import { writeFile } from 'node:fs/promises';
import fastify from 'fastify';
import { expect, it } from 'vitest';
import { answerProblem } from '../../server/http/problems.ts';

it('is answered with 503 and when to come back, and logged', async () => {
  const lines: string[] = [];
  const stream = { write: (line: string) => void lines.push(line) };
  const app = fastify({ logger: { stream } });
  app.setErrorHandler(answerProblem);
  // The system's own disk that is always full.
  app.post('/files', () => writeFile('/dev/full', 'a file'));
  const answer = await app.inject({ method: 'POST', url: '/files' });
  expect(answer.statusCode).toBe(503);
  expect(answer.headers['retry-after']).toBe('30');
  expect(answer.json()).toMatchObject({ code: 'unavailable' });
  expect(answer.json().detail).toContain('no room');
  expect(lines.join('')).toContain('ENOSPC');
});
