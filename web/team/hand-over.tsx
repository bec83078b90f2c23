import { Button, NativeSelect } from '@mantine/core'
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { AnyRecord } from '../../contract/records/value.ts'
import { handoverRoutes, type Handover, type Receiver } from '../../contract/team/handovers.ts'
import { team as teamType, user as userType } from '../../contract/team/user.ts'
import { recordTypeOf } from '../../contract/record-types.ts'
import { someQuery } from '../records/record-api.ts'
import { call, messageOf } from '../shell/api.ts'
import { done } from '../shell/undo.ts'
import { inText, typeLabel } from '../text/labels.ts'
import { t } from '../text/seldom.ts'
import { Relative } from '../ui/manner.tsx'
import { CardSkeleton } from '../ui/skeleton.tsx'
import { toastFailed } from '../ui/toast.tsx'
import classes from './settings.module.css'

const belongings = (id: string) =>
  queryOptions({
    queryKey: ['handovers', id, 'belongings'],
    queryFn: ({ signal }) => call(handoverRoutes.belongings, { params: { id }, signal }),
  })
const handovers = (id: string) =>
  queryOptions({
    queryKey: ['handovers', id],
    queryFn: ({ signal }) => call(handoverRoutes.list, { params: { id }, signal }),
  })

const stays = ''
const choiceOf = (choice: string): Receiver =>
  choice.startsWith('team ') ? { team: choice.slice(5) } : { user: choice }

const total = ({ records }: Handover) => records.reduce((sum, { count }) => sum + count, 0)

/** Lets a member leave: who gets what is open of theirs, and what ends; and what they have handed over, to be taken back. */
export function HandOver({ member, onDone }: { member: AnyRecord; onDone: () => void }) {
  const { data, error } = useQuery(belongings(member.id))
  const { data: before } = useQuery(handovers(member.id))
  const { data: members } = useQuery(
    someQuery(
      userType,
      { filter: { field: 'active', op: 'is', value: true }, sort: 'name', fields: ['name'] },
      200,
    ),
  )
  const { data: teams } = useQuery(someQuery(teamType, { filter: null, sort: 'name', fields: ['name'] }, 200))
  const queries = useQueryClient()
  const [to, setTo] = useState<Record<string, string>>({})
  const [working, setWorking] = useState(false)

  const undo = async (handover: Handover) => {
    await call(handoverRoutes.undo, { params: { id: handover.id } })
    await queries.invalidateQueries()
  }
  const attempt = async (run: () => Promise<void>) => {
    setWorking(true)
    try {
      await run()
    } catch (failure) {
      toastFailed(messageOf(failure))
    } finally {
      setWorking(false)
    }
  }
  const leave = () =>
    attempt(async () => {
      const chosen = Object.entries(to).filter(([, choice]) => choice !== stays)
      const handover = await call(handoverRoutes.handOver, {
        params: { id: member.id },
        body: {
          to: Object.fromEntries(chosen.map(([type, choice]) => [type, choiceOf(choice)])),
          deactivate: true,
        },
      })
      await queries.invalidateQueries()
      done(t('member.left', { name: member.title, count: total(handover) }), () => undo(handover))
      onDone()
    })

  if (error) return <p className={classes.text}>{messageOf(error)}</p>
  if (!data) return <CardSkeleton />
  const others = (members?.data ?? []).filter(({ id }) => id !== member.id)
  const receivers = [
    { value: stays, label: t('member.stays', { name: member.title }) },
    ...others.map(({ id, title }) => ({ value: id, label: title })),
    ...(teams?.data ?? []).map(({ id, title }) => ({
      value: `team ${id}`,
      label: t('member.inTeam', { team: title }),
    })),
  ]
  return (
    <>
      {member['active'] === true && (
        <>
          <h3 className={classes.heading}>{t('member.leaves', { name: member.title })}</h3>
          <p className={classes.muted}>{t('member.leavesText')}</p>
          <p>{data.records.length > 0 ? t('member.belongs') : t('member.nothingOpen')}</p>
          <div className={classes.rows}>
            {data.records.map(({ type, count }) => {
              const label = typeLabel(recordTypeOf(type))
              return (
                <NativeSelect
                  key={type}
                  label={`${count} ${inText(count === 1 ? label.one : label.many)}`}
                  data={receivers}
                  value={to[type] ?? stays}
                  onChange={(event) => setTo({ ...to, [type]: event.currentTarget.value })}
                />
              )
            })}
          </div>
          <p className={classes.muted}>
            {t('member.sessionsAndKeys', { sessions: data.sessions, keys: data.keys })}
          </p>
          <div>
            <Button variant="filled" loading={working} onClick={() => void leave()}>
              {t('member.leave')}
            </Button>
          </div>
        </>
      )}
      {before && before.data.length > 0 && (
        <>
          <h3 className={classes.heading}>{t('member.handedOver')}</h3>
          {before.data.map((handover) => (
            <div key={handover.id} className={classes.row}>
              <span>
                <Relative value={handover.createdAt} />
                <span className={classes.muted}>
                  {handover.records.map(({ type, title, count }) => {
                    const label = typeLabel(recordTypeOf(type))
                    const what = inText(count === 1 ? label.one : label.many)
                    return ` · ${t('member.count', { count, type: what, name: title })}`
                  })}
                </span>
              </span>
              {handover.undoneAt ? (
                <span className={classes.muted}>{t('member.takenBack')}</span>
              ) : (
                <Button loading={working} onClick={() => void attempt(() => undo(handover))}>
                  {t('member.takeBack')}
                </Button>
              )}
            </div>
          ))}
        </>
      )}
    </>
  )
}
