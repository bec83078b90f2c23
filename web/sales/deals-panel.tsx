import { Button, Drawer } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import type { Filter } from '../../contract/records/filter.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { deal } from '../../contract/sales/deal.ts'
import { addressOf } from '../records/address.ts'
import { someQuery, summaryQuery } from '../records/record-api.ts'
import { useMay } from '../shell/session.tsx'
import { t } from '../text/pages.ts'
import { Line } from '../ui/card.tsx'
import { day } from '../ui/format.ts'
import type { Amount } from '../ui/format.ts'
import { Money, useManner } from '../ui/manner.tsx'
import { FormSkeleton } from '../ui/skeleton.tsx'
import { WingDot } from '../ui/wing.tsx'
import classes from './deals-panel.module.css'

const CreatePanel = lazy(() => import('../records/create-panel.tsx'))

interface CustomerProps {
  type: RecordType
  record: AnyRecord
}

const most = 6

/** A customer's deals; of a company, those of its people too. */
const belongingTo = ({ type, record }: CustomerProps): Filter => {
  const own: Filter = { field: type.name, op: 'is', value: record.id }
  return type.name === 'company'
    ? { or: [own, { related: 'person', some: { field: 'company', op: 'is', value: record.id } }] }
    : own
}

/** Deals that are open now, the one that closes first on top. */
function OpenDeals({ type, record, onKnown }: CustomerProps & { onKnown: (any: boolean) => void }) {
  const manner = useManner()
  const may = useMay('deal')
  const filter: Filter = {
    and: [{ field: 'status', op: 'is', value: 'open' }, belongingTo({ type, record })],
  }
  const listing = { filter, sort: 'expectedCloseOn', fields: ['name', 'amount', 'stage', 'expectedCloseOn'] }
  const { data } = useQuery({ ...someQuery(deal, listing, most), enabled: may('see') })
  useEffect(() => {
    if (data) onKnown(data.data.length > 0)
  }, [data, onKnown])
  return (
    <ul>
      {data?.data.map((one) => {
        const closes = one['expectedCloseOn'] as string | null
        const stage = data.expanded?.[String(one['stage'])]?.title
        return (
          <li key={one.id} className={classes.deal}>
            <Link to={addressOf('deal', one.id)} className={classes.head}>
              <span className={classes.name}>
                <WingDot wing="sales" /> {one.title}
              </span>
              <strong>
                <Money value={one['amount'] as Amount | null} />
              </strong>
            </Link>
            <span className={classes.quiet}>
              {[stage, closes && t('side.closes', { day: day(closes, manner) })].filter(Boolean).join(' · ')}
            </span>
          </li>
        )
      })}
    </ul>
  )
}

/** One amount in the company's currency where every rate is known, otherwise each currency by itself. */
function Sum({ group }: { group: { sums: Amount[]; total: Amount | null } | undefined }) {
  if (!group || group.sums.length === 0) return <>—</>
  if (group.total) return <Money value={group.total} />
  return group.sums.map((sum, i) => (
    <span key={sum.currency}>
      {i > 0 && ' + '}
      <Money value={sum} />
    </span>
  ))
}

/** What was won from them to date, and what is open. */
function Won({ type, record }: CustomerProps) {
  const may = useMay('deal')
  const { data } = useQuery({
    ...summaryQuery(deal, 'status', 'amount', belongingTo({ type, record })),
    enabled: may('see'),
  })
  const group = (key: string) => data?.groups.find((one) => one.key === key)
  const won = group('won')
  return (
    <>
      <Line label={t('side.wonToDate')} strong>
        <Sum group={won} />
        {won && <span className={classes.count}> {t('side.deals', { count: won.count })}</span>}
      </Line>
      <Line label={t('side.openNow')}>
        <Sum group={group('open')} />
      </Line>
    </>
  )
}

/** A new deal with this customer, written beside their page. */
function NewDeal({ type, record }: CustomerProps) {
  const may = useMay('deal')
  const [open, setOpen] = useState(false)
  if (!may('create')) return null
  const company = record['company']
  const start =
    type.name === 'company'
      ? { company: record.id }
      : { person: record.id, ...(typeof company === 'string' && { company }) }
  const close = () => setOpen(false)
  return (
    <>
      <Button variant="filled" onClick={() => setOpen(true)}>
        {t('customer.newDeal')}
      </Button>
      <Drawer.Root opened={open} onClose={close} size={400}>
        <Drawer.Overlay />
        <Drawer.Content aria-label={t('customer.newDeal')} className={classes.drawer}>
          <Suspense fallback={<FormSkeleton />}>
            <CreatePanel type={deal} start={start} onClose={close} onCreated={close} />
          </Suspense>
        </Drawer.Content>
      </Drawer.Root>
    </>
  )
}

/** What sales adds to a customer's page. */
export const dealsPanel = { name: 'deals', Action: NewDeal, Now: OpenDeals, Worth: Won }
