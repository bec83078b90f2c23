import { expect, test } from 'vitest'
import type { Status } from '../../contract/keeping/status.ts'
import { problemsOf } from './status-problems.ts'

const well: Status = {
  version: '1.0.0',
  postgres: '18',
  migrations: { applied: 7, latest: '0007_x.sql', pending: [] },
  jobs: { waiting: 3, running: 1, failed: 0, oldestSeconds: 2 },
  mailboxes: [],
  mail: { waiting: 4, failing: 0, sentLastDay: 9, hasServer: true },
  ledger: { consumers: [{ name: 'a', behind: 5, seconds: 1 }], holder: null },
  database: { bytes: 1e9, tables: [] },
  slowest: { source: 'process', statements: [] },
  files: { count: 0, bytes: 0, waiting: 0, removed: 0, deleted: 0, store: 'disk' },
  disk: { folder: '/data', free: 50e9, total: 100e9 },
  backup: { last: null, lastDone: null, active: true },
}

test('all is well while work is under way', () => {
  expect(problemsOf(well)).toEqual([])
})

test.each<[string, Partial<Status>, RegExp]>([
  [
    'a database of another version',
    { migrations: { ...well.migrations, pending: ['0008_y.sql'] } },
    /not migrated/,
  ],
  ['no worker', { jobs: { ...well.jobs, oldestSeconds: 400 } }, /worker/],
  ['a job given up', { jobs: { ...well.jobs, failed: 1 } }, /1 job was given up/],
  ['mail that cannot be sent', { mail: { ...well.mail, failing: 2 } }, /2 mails/],
  [
    'a mailbox that cannot be read',
    {
      mailboxes: [
        {
          owner: { id: 'a', title: 'Ana' },
          state: 'failing',
          seenAt: null,
          behind: 0,
          error: 'It is gone.',
          failingSince: '2026-01-01T00:00:00Z',
        },
      ],
    },
    /1 mailbox cannot/,
  ],
  [
    'a follower far behind',
    { ledger: { ...well.ledger, consumers: [{ name: 'a', behind: 9, seconds: 61 }] } },
    /behind/,
  ],
  ['a disk nearly full', { disk: { ...well.disk, free: 9e9 } }, /nearly full/],
  ['a small disk nearly full', { disk: { folder: '/', free: 0.9e9, total: 4e9 } }, /nearly full/],
  ['no backups', { backup: { ...well.backup, active: false } }, /switched off/],
])('%s is said', (_, part, sentence) => {
  const problems = problemsOf({ ...well, ...part })
  expect(problems).toHaveLength(1)
  expect(problems[0]).toMatch(sentence)
})
