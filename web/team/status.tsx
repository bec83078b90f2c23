import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { statusRoutes } from '../../contract/keeping/status.ts'
import type { Status as StatusNow } from '../../contract/keeping/status.ts'
import { call } from '../shell/api.ts'
import { t } from '../text/seldom.ts'
import { Card, Line } from '../ui/card.tsx'
import { bytes, duration, number } from '../ui/format.ts'
import { Relative, useManner } from '../ui/manner.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Page } from '../ui/page.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import classes from './keeping.module.css'
import { problemsOf } from './status-problems.ts'

const statusQuery = queryOptions({
  queryKey: ['operations', 'status'],
  queryFn: ({ signal }) => call(statusRoutes.status, { signal }),
  refetchInterval: 10_000,
})

/** How the installation is doing: what needs somebody first, then the figures. */
export default function Status() {
  const { data: status } = useSuspenseQuery(statusQuery)
  const manner = useManner()
  const problems = problemsOf(status)
  const count = (value: number) => number(value, manner, 0)
  const { jobs, files, mail, disk, backup, migrations } = status
  return (
    <Page>
      <PageHeader title={t('status.title')} subtitle={t('status.text')} />
      <div className={classes.stack}>
        {problems.length === 0 ? (
          <p role="status" className={classes.good}>
            {t('status.good')}
          </p>
        ) : (
          <ul className={classes.problems}>
            {problems.map((problem) => (
              <li key={problem} className={classes.failure}>
                {problem}
              </li>
            ))}
          </ul>
        )}
        <div className={classes.cards}>
          <Card title={t('status.jobs')}>
            <Line label={t('status.jobsWaiting')}>{count(jobs.waiting)}</Line>
            <Line label={t('status.jobsRunning')}>{count(jobs.running)}</Line>
            <Line label={t('status.jobsFailed')}>{count(jobs.failed)}</Line>
            <Line label={t('status.jobsOldest')}>{duration(jobs.oldestSeconds, manner)}</Line>
            <Link to="/settings/jobs" className={classes.link}>
              {t('status.seeJobs')}
            </Link>
          </Card>
          <Card title={t('status.mail')}>
            <Line label={t('status.mailWaiting')}>{count(mail.waiting)}</Line>
            <Line label={t('status.mailFailing')}>{count(mail.failing)}</Line>
            <Line label={t('status.mailSent')}>{count(mail.sentLastDay)}</Line>
            {!mail.hasServer && <p className={classes.hint}>{t('status.noMailServer')}</p>}
            <Link to="/settings/outbox" className={classes.link}>
              {t('status.seeOutbox')}
            </Link>
          </Card>
          <Card title={t('status.backup')}>
            <Line label={t('backups.last')}>
              {backup.lastDone ? <Relative value={backup.lastDone.finishedAt} /> : t('status.noBackup')}
            </Line>
            <Line label={t('status.size')}>{bytes(backup.lastDone?.bytes, manner)}</Line>
            <Link to="/settings/backups" className={classes.link}>
              {t('status.seeBackups')}
            </Link>
          </Card>
          <Card title={t('status.files')}>
            <Line label={t('status.filesCount')}>{count(files.count)}</Line>
            <Line label={t('status.size')}>{bytes(files.bytes, manner)}</Line>
            <p className={classes.hint}>{t(`status.filesIn.${files.store}`)}</p>
          </Card>
          <Card title={t('status.disk')}>
            <Line label={t('status.free')}>{bytes(disk.free, manner)}</Line>
            <p className={classes.hint}>
              {t('status.diskOf', { total: bytes(disk.total, manner), folder: disk.folder })}
            </p>
          </Card>
          <Card title={t('status.version')}>
            <Line label="Throughline">{status.version}</Line>
            <p className={classes.hint}>
              {t('status.postgres', { version: status.postgres })} ·{' '}
              {migrations.pending.length > 0
                ? t('status.pending', { count: migrations.pending.length })
                : t('status.migrations', { count: migrations.applied })}
            </p>
          </Card>
          <Ledger ledger={status.ledger} />
        </div>
        <Mailboxes mailboxes={status.mailboxes} />
        <Tables database={status.database} />
        <Slowest slowest={status.slowest} />
      </div>
    </Page>
  )
}

function Ledger({ ledger: { consumers, holder } }: Pick<StatusNow, 'ledger'>) {
  const manner = useManner()
  return (
    <Card title={t('status.ledger')}>
      <p className={classes.hint}>
        {consumers.length === 0 ? t('status.noFollowers') : t('status.ledgerText')}
      </p>
      {consumers.map(({ name, behind }) => (
        <Line key={name} label={name}>
          {behind === 0 ? t('status.upToDate') : t('status.behind', { count: behind })}
        </Line>
      ))}
      {holder && (
        <>
          <p className={classes.failure}>
            {t('status.holder', {
              application: holder.application,
              pid: String(holder.pid),
              time: duration(holder.seconds, manner),
            })}
          </p>
          <p className={classes.statement}>{holder.statement}</p>
        </>
      )}
    </Card>
  )
}

/** How far each member's mailbox is read, and nothing of what is in it. */
function Mailboxes({ mailboxes }: Pick<StatusNow, 'mailboxes'>) {
  if (mailboxes.length === 0) return null
  return (
    <Card title={t('status.mailboxes')}>
      <SimpleTable
        label={t('status.mailboxes')}
        heads={[
          t('status.mailboxOf'),
          t('status.mailboxState'),
          t('status.mailboxSeen'),
          t('status.mailboxBehind'),
        ]}
      >
        {mailboxes.map(({ owner, state, seenAt, behind, error, failingSince }) => (
          <tr key={owner.id}>
            <td>{owner.title}</td>
            <td className={state === 'failing' ? classes.failure : undefined}>
              {state === 'failing' && failingSince ? (
                <>
                  {t('status.mailbox.failing')} (<Relative value={failingSince} />)
                </>
              ) : (
                t(`status.mailbox.${state}`)
              )}
              {error && <p className={classes.hint}>{error}</p>}
            </td>
            <td>{seenAt ? <Relative value={seenAt} /> : '—'}</td>
            <td>{behind > 0 ? t('mailbox.behind', { count: behind }) : '—'}</td>
          </tr>
        ))}
      </SimpleTable>
    </Card>
  )
}

function Tables({ database }: Pick<StatusNow, 'database'>) {
  const manner = useManner()
  return (
    <Card title={t('status.tables')} aside={bytes(database.bytes, manner)}>
      <SimpleTable label={t('status.tables')} heads={[t('status.table'), t('status.rows'), t('status.size')]}>
        {database.tables.map((table) => (
          <tr key={table.name}>
            <td className={classes.name}>{table.name}</td>
            <td className={classes.figure}>{number(table.rows, manner, 0)}</td>
            <td className={classes.figure}>{bytes(table.bytes, manner)}</td>
          </tr>
        ))}
      </SimpleTable>
    </Card>
  )
}

/** From the begin of a statement one knows it; the rest opens. */
const shown = 90

function Slowest({ slowest: { source, statements } }: Pick<StatusNow, 'slowest'>) {
  const manner = useManner()
  const ms = (value: number) => `${number(value, manner, 1)} ms`
  return (
    <Card
      title={t('status.slowest')}
      aside={t(source === 'server' ? 'status.slowestOfServer' : 'status.slowestOfProcess')}
    >
      <SimpleTable
        label={t('status.slowest')}
        heads={[t('status.statement'), t('status.calls'), t('status.mean'), t('status.most')]}
      >
        {statements.map(({ text, calls, meanMs, maxMs }) => (
          <tr key={text}>
            <td className={classes.statement}>
              {text.length <= shown ? (
                text
              ) : (
                <details>
                  <summary>{text.slice(0, shown)}…</summary>
                  {text}
                </details>
              )}
            </td>
            <td className={classes.figure}>{number(calls, manner, 0)}</td>
            <td className={classes.figure}>{ms(meanMs)}</td>
            <td className={classes.figure}>{ms(maxMs)}</td>
          </tr>
        ))}
      </SimpleTable>
    </Card>
  )
}
