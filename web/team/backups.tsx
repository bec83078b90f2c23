import { Button } from '@mantine/core'
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import type { Backup } from '../../contract/keeping/backups.ts'
import { messageOf } from '../shell/api.ts'
import { useSession } from '../shell/session.tsx'
import { t } from '../text/seldom.ts'
import { Card } from '../ui/card.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { bytes, moment, relative } from '../ui/format.ts'
import { DateTime, useManner } from '../ui/manner.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Page } from '../ui/page.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { toastDone, toastFailed } from '../ui/toast.tsx'
import { Chip } from '../ui/wing.tsx'
import { BackupSchedule } from './backup-schedule.tsx'
import { addressOfFile, backUpNow, backupsQuery, deleteBackup } from './backups-api.ts'
import classes from './keeping.module.css'

const stateOf = ({ state, kept }: Backup) =>
  t(state === 'done' && !kept ? 'backups.is.removed' : `backups.is.${state}`)

/** The backups that there are, a new one, and when they are made by themselves. */
export default function Backups() {
  const { data } = useSuspenseQuery(backupsQuery)
  const queries = useQueryClient()
  const manner = useManner()
  const making = data.data.find(({ state }) => state === 'waiting' || state === 'running')
  const last = data.data.find((backup) => backup !== making)
  const lastDone = data.data.find(({ state }) => state === 'done')
  const act = async (run: () => Promise<unknown>, message: string) => {
    try {
      await run()
      toastDone(message)
      await queries.invalidateQueries({ queryKey: backupsQuery.queryKey })
    } catch (error) {
      toastFailed(messageOf(error), () => void act(run, message))
    }
  }
  return (
    <Page>
      <PageHeader
        title={t('backups.title')}
        subtitle={t('backups.text')}
        actions={
          <Button
            variant="filled"
            loading={Boolean(making)}
            onClick={() => void act(backUpNow, t('backups.asked'))}
          >
            {t('backups.now')}
          </Button>
        }
      />
      <div className={classes.stack}>
        {making && (
          <Card title={t('backups.making')} aside={`${Math.floor(making.progress * 100)} %`}>
            <progress
              className={classes.progress}
              max={1}
              value={making.progress}
              aria-label={t('backups.making')}
            />
          </Card>
        )}
        {last?.state === 'failed' && (
          <p role="alert" className={classes.failure}>
            {lastDone && t('backups.late', { when: relative(lastDone.finishedAt, manner) })} {last.error}
          </p>
        )}
        <Card className={classes.flush ?? ''}>
          {data.data.length === 0 ? (
            <EmptyState title={t('backups.none')}>{t('backups.noneText')}</EmptyState>
          ) : (
            <Made
              backups={data.data}
              onDelete={(id) => void act(() => deleteBackup(id), t('backups.deleted'))}
            />
          )}
        </Card>
        <p className={classes.hint}>
          {t('backups.folder', { folder: data.folder })} · {t('backups.onlyOwner')}
        </p>
        <BackupSchedule schedule={data.schedule} />
      </div>
    </Page>
  )
}

function Made({ backups, onDelete }: { backups: readonly Backup[]; onDelete: (id: string) => void }) {
  const { user } = useSession()
  const manner = useManner()
  return (
    <SimpleTable
      label={t('backups.title')}
      actions
      heads={[
        t('backups.made'),
        t('backups.why'),
        t('backups.size'),
        t('backups.state'),
        t('backups.actions'),
      ]}
    >
      {backups.map((backup) => {
        const when = moment(backup.createdAt, manner)
        return (
          <tr key={backup.id}>
            <td className={classes.name}>
              <DateTime value={backup.createdAt} />
            </td>
            <td>{t(`backups.cause.${backup.cause}`)}</td>
            <td className={classes.figure}>{bytes(backup.bytes, manner)}</td>
            <td>
              <Chip>{stateOf(backup)}</Chip>
              {backup.error && <div className={classes.error}>{backup.error}</div>}
            </td>
            <td className={classes.actions}>
              {backup.kept && user.role === 'owner' && (
                <Button
                  component="a"
                  href={addressOfFile(backup.id)}
                  download={backup.file}
                  aria-label={t('backups.downloadOf', { when })}
                >
                  {t('backups.download')}
                </Button>
              )}
              {backup.kept && (
                <Button
                  variant="subtle"
                  color="red"
                  aria-label={t('backups.deleteOf', { when })}
                  onClick={() => onDelete(backup.id)}
                >
                  {t('backups.delete')}
                </Button>
              )}
            </td>
          </tr>
        )
      })}
    </SimpleTable>
  )
}
