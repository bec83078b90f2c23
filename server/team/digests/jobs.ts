import { z } from 'zod'
import type { Job } from '../../db/jobs.ts'
import { beginDigests, mailDigest, mailNotification } from './commands.ts'
import type { MailGround } from './queries.ts'

const oneSchema = z.object({ id: z.uuid() })
const digestSchema = z.object({ userId: z.uuid(), since: z.string() })

/** Mails to members about what concerns them: as it happens, or gathered once a day. */
export const digestJobs = (ground: MailGround): Job[] => [
  {
    name: 'mail-notification',
    run: (payload, { database }) =>
      mailNotification(database, ground, oneSchema.parse(payload).id, new Date().toISOString()),
  },
  {
    name: 'begin-digests',
    // Hours begin on a quarter of UTC's everywhere.
    cron: '*/5 * * * *',
    run: (_payload, { database }) => beginDigests(database.db, new Date().toISOString()),
  },
  {
    name: 'mail-digest',
    run: (payload, { database }) =>
      mailDigest(database, ground, digestSchema.parse(payload), new Date().toISOString()),
  },
]
