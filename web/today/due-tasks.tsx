import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { task } from '../../contract/customer/activities.ts'
import type { Filter } from '../../contract/records/filter.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { addressOf } from '../records/address.ts'
import { useChanges } from '../records/changes.ts'
import { someQuery } from '../records/record-api.ts'
import { messageOf } from '../shell/api.ts'
import { useShortcuts } from '../shell/shortcuts.ts'
import { t } from '../text/t.ts'
import { Card } from '../ui/card.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { clock, day, dayIn } from '../ui/format.ts'
import { KeyHint } from '../ui/key-hint.tsx'
import { useManner } from '../ui/manner.tsx'
import { CardSkeleton } from '../ui/skeleton.tsx'
import { useNow } from '../ui/use-now.ts'
import { byDue } from './by-due.ts'
import classes from './today.module.css'

const most = 100

const dueSoon = (userId: string): Filter => ({
  and: [
    { field: 'owner', op: 'is', value: userId },
    { field: 'status', op: 'is', value: 'open' },
    { field: 'dueAt', op: 'within', value: { unit: 'day', from: -3_650, to: 8 } },
  ],
})

/** Open tasks of a member: late, today, the coming week. A check mark completes one. */
export function DueTasks({ userId }: { userId: string }) {
  const navigate = useNavigate()
  const manner = useManner()
  const now = useNow()
  const listing = {
    filter: dueSoon(userId),
    sort: 'dueAt',
    fields: ['dueAt', 'status', 'priority', 'person', 'company'],
  }
  const { data, error } = useQuery(someQuery(task, listing, most))
  const create = () =>
    void navigate({ to: '/$plural', params: { plural: task.plural }, search: { create: true } })
  useShortcuts([{ keys: 'c', label: t('today.newTask'), run: create }])

  const open = (data?.data ?? []).filter((record) => record['status'] === 'open')
  const groups = byDue(open, now.toISOString(), dayIn(now, manner), (moment) => dayIn(moment, manner))
  const titleOf = (id: unknown) => (typeof id === 'string' ? data?.expanded?.[id]?.title : undefined)

  return (
    <Card
      title={t('today.due')}
      aside={
        <Button onClick={create} rightSection={<KeyHint keys="c" />}>
          {t('today.newTask')}
        </Button>
      }
    >
      {error ? (
        <p className={classes.none}>{messageOf(error)}</p>
      ) : !data ? (
        <CardSkeleton lines={5} />
      ) : open.length === 0 ? (
        <EmptyState title={t('today.noTasks')}>{t('today.noTasksText')}</EmptyState>
      ) : (
        (['late', 'today', 'soon'] as const).map(
          (group) =>
            groups[group].length > 0 && (
              <section key={group} aria-label={t(`today.${group}`)}>
                <h3 className={group === 'late' ? `${classes.heading} ${classes.late}` : classes.heading}>
                  {t(`today.${group}`)}
                </h3>
                <ul>
                  {groups[group].map((record) => (
                    <TaskRow
                      key={record.id}
                      record={record}
                      about={titleOf(record['person']) ?? titleOf(record['company'])}
                      when={
                        group === 'today'
                          ? clock(String(record['dueAt']), manner)
                          : day(dayIn(String(record['dueAt']), manner), manner)
                      }
                    />
                  ))}
                </ul>
              </section>
            ),
        )
      )}
    </Card>
  )
}

function TaskRow({ record, about, when }: { record: AnyRecord; about: string | undefined; when: string }) {
  const { update } = useChanges(task)
  return (
    <li className={classes.task}>
      <label className={classes.target}>
        <input
          type="checkbox"
          className={classes.check}
          aria-label={t('today.complete', { task: record.title })}
          checked={false}
          onChange={() => void update(record, { status: 'done' })}
        />
      </label>
      <Link
        to={addressOf('task', record.id)}
        className={record['priority'] === 'high' ? `${classes.subject} ${classes.high}` : classes.subject}
      >
        {record.title}
      </Link>
      {about && <span className={classes.about}>{about}</span>}
      <span className={classes.when}>{when}</span>
    </li>
  )
}
