import { Link } from '@tanstack/react-router'
import { task } from '../../contract/customer/activities.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { addressOf } from '../records/address.ts'
import { useChanges } from '../records/changes.ts'
import { useTitle } from '../records/titles.ts'
import { useMay } from '../shell/session.tsx'
import { t } from '../text/pages.ts'
import { moment, relative } from '../ui/format.ts'
import { useManner } from '../ui/manner.tsx'
import classes from './timeline.module.css'
import { useNow } from './use-now.ts'

/** A task with its check mark: whose it is, when it is due, whether it is late. */
export function TaskBody({ record }: { record: AnyRecord }) {
  const manner = useManner()
  const { update } = useChanges(task)
  const may = useMay('task')
  const owner = useTitle('user', record['owner'] as string | null)
  const now = useNow()
  const done = record['status'] === 'done'
  const due = record['dueAt'] as string | null
  const late = !done && due !== null && Date.parse(due) < now.getTime()
  return (
    <span className={classes.task}>
      <label className={classes.target}>
        <input
          type="checkbox"
          checked={done}
          disabled={!may('edit', record)}
          aria-label={t('entry.done', { task: record.title })}
          onChange={() => void update(record, { status: done ? 'open' : 'done' })}
        />
      </label>
      <Link to={addressOf('task', record.id)} className={done ? classes.ticked : classes.subject}>
        {record.title}
      </Link>
      <span className={late ? classes.late : classes.quiet}>
        {[
          owner,
          done
            ? t('entry.doneAt', { when: relative(record['doneAt'] as string | null, manner) })
            : due && t('entry.due', { when: moment(due, manner) }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
    </span>
  )
}
