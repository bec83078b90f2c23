import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import type { Filter } from '../../contract/records/filter.ts'
import { lead, openLeadStatuses } from '../../contract/sales/lead.ts'
import { addressOf } from '../records/address.ts'
import { countQuery, someQuery } from '../records/record-api.ts'
import { messageOf } from '../shell/api.ts'
import { useMay } from '../shell/session.tsx'
import { useShortcuts } from '../shell/shortcuts.ts'
import { t } from '../text/t.ts'
import { Card } from '../ui/card.tsx'
import { Countdown } from '../ui/countdown.tsx'
import { KeyHint } from '../ui/key-hint.tsx'
import { CardSkeleton } from '../ui/skeleton.tsx'
import classes from './today.module.css'

const most = 8

const open: Filter = { field: 'status', op: 'anyOf', value: [...openLeadStatuses] }
const waiting = (userId: string): Filter => ({
  and: [{ field: 'owner', op: 'is', value: userId }, open, { field: 'firstTouchedAt', op: 'empty' }],
})
const nobodys: Filter = { and: [{ field: 'owner', op: 'empty' }, open] }

/** The member's leads that wait for a first touch, the one with the least time left on top; and those nobody has. */
export function WaitingLeads({ userId }: { userId: string }) {
  const navigate = useNavigate()
  const may = useMay(lead.name)
  const fields = ['respondBy', 'warnAt', 'person', 'company']
  const listing = { filter: waiting(userId), sort: 'respondBy', fields }
  const { data, error } = useQuery({ ...someQuery(lead, listing, most), enabled: may('see') })
  const left = { filter: nobodys, sort: null, fields: [] }
  const { data: unowned = 0 } = useQuery({ ...countQuery(lead, left), enabled: may('see') })
  const first = data?.data[0]
  const next = () => void (first && navigate({ to: addressOf(lead.name, first.id) }))
  useShortcuts(first ? [{ keys: 'l', label: t('today.nextLead'), run: next }] : [])
  if (!may('see')) return null
  const titleOf = (id: unknown) => (typeof id === 'string' ? data?.expanded?.[id]?.title : undefined)
  return (
    <Card
      title={t('today.leads')}
      aside={
        first && (
          <Button onClick={next} rightSection={<KeyHint keys="l" />}>
            {t('today.nextLead')}
          </Button>
        )
      }
    >
      {error ? (
        <p className={classes.none}>{messageOf(error)}</p>
      ) : !data ? (
        <CardSkeleton />
      ) : data.data.length === 0 ? (
        <p className={classes.none}>{t('today.noLeads')}</p>
      ) : (
        <ul>
          {data.data.map((record) => (
            <li key={record.id} className={classes.task}>
              <Link to={addressOf(lead.name, record.id)} className={classes.subject}>
                {record.title}
              </Link>
              <span className={classes.about}>{titleOf(record['person']) ?? titleOf(record['company'])}</span>
              {record['respondBy'] ? (
                <Countdown by={String(record['respondBy'])} warnAt={record['warnAt'] as string | null} />
              ) : null}
            </li>
          ))}
        </ul>
      )}
      {unowned > 0 && (
        <p className={classes.none}>
          <Link
            to="/$plural"
            params={{ plural: lead.plural }}
            search={{ view: 'all', filter: JSON.stringify(nobodys) }}
            className={classes.name}
          >
            {t('today.nobodysLeads', { count: unowned })}
          </Link>
        </p>
      )}
    </Card>
  )
}
