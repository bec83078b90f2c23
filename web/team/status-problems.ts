import type { Status } from '../../contract/keeping/status.ts'
import { t } from '../text/seldom.ts'

const minute = 60
/** Below this share of the disk, or so many bytes, somebody should make room. */
const leastShare = 0.1
const leastBytes = 1e9

/** What an administrator should look at, in sentences; none when all is well. */
export function problemsOf(status: Status): string[] {
  const { jobs, mail, mailboxes, ledger, disk, backup, migrations } = status
  const failing = mailboxes.filter(({ state }) => state === 'failing').length
  const problems: [boolean, () => string][] = [
    [migrations.pending.length > 0, () => t('status.problem.migrations')],
    [(jobs.oldestSeconds ?? 0) > 5 * minute, () => t('status.problem.jobs')],
    [jobs.failed > 0, () => t('status.problem.failed', { count: jobs.failed })],
    [mail.failing > 0, () => t('status.problem.mail', { count: mail.failing })],
    [failing > 0, () => t('status.problem.mailboxes', { count: failing })],
    [ledger.consumers.some(({ seconds }) => seconds > minute), () => t('status.problem.ledger')],
    [disk.free < leastBytes || disk.free < disk.total * leastShare, () => t('status.problem.disk')],
    [backup.last?.state === 'failed', () => t('status.problem.backup')],
    [!backup.active, () => t('status.problem.noBackup')],
  ]
  return problems.flatMap(([is, say]) => (is ? [say()] : []))
}
