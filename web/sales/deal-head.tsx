import { Button, Popover } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import type { AnyRecord } from '../../contract/records/value.ts'
import { deal as dealType } from '../../contract/sales/deal.ts'
import { addressOf } from '../records/address.ts'
import { useChanges } from '../records/changes.ts'
import type { HeadProps } from '../records/heads.ts'
import { useTitle } from '../records/titles.ts'
import { useMay, useSession } from '../shell/session.tsx'
import { useShortcuts } from '../shell/shortcuts.ts'
import { typeLabel } from '../text/labels.ts'
import { t } from '../text/t.ts'
import { day, dayIn } from '../ui/format.ts'
import type { Amount } from '../ui/format.ts'
import { KeyHint } from '../ui/key-hint.tsx'
import { Money, useManner } from '../ui/manner.tsx'
import { useNow } from '../ui/use-now.ts'
import { struckFor } from '../ui/own-keys.ts'
import { ClosingForm } from './closing-form.tsx'
import { NewOrder } from './orders/new-order.tsx'
import { NewQuote } from './quotes/new-quote.tsx'
import { ofKind, reasonField, staysQuery, useStages } from './closing.ts'
import type { Outcome } from './closing.ts'
import classes from './deal-head.module.css'
import { StageBar } from './stage-bar.tsx'
import { StageHistory } from './stage-history.tsx'

const DealDepth = lazy(() => import('./deals/deal-depth.tsx'))
const DealMenu = lazy(() => import('./deals/deal-menu.tsx'))

/** What a deal is about: how much, with whom, where it stands, and the ways it can end. */
export default function DealHead({ record: deal, place }: HeadProps) {
  const may = useMay(dealType.name)
  const { update } = useChanges(dealType)
  const stages = useStages(deal['pipeline'] as string | null)
  const { data: stays } = useQuery(staysQuery(deal.id))
  const [closing, setClosing] = useState<Outcome | null>(null)
  const status = deal['status'] as 'open' | Outcome
  const canEdit = deal.deletedAt === null && may('edit', deal)

  // Back to where it stood before it was closed; a stage that is gone gives way to the first.
  const before = stays?.data.findLast((stay) => stay.status === 'open')?.stage
  const again = stages.find(({ id, kind }) => id === before && kind === 'open') ?? ofKind(stages, 'open')[0]
  const reopen = () => void (again && update(deal, { stage: again.id }))
  // A form that ends late, after its closing was undone, leaves the other one open.
  const done = (outcome: Outcome) => setClosing((current) => (current === outcome ? null : current))

  useShortcuts(
    !canEdit
      ? []
      : status === 'open'
        ? [
            { keys: 'w', label: t('deal.won'), run: () => setClosing('won') },
            { keys: 'l', label: t('deal.lost'), run: () => setClosing('lost') },
          ]
        : [{ keys: 'r', label: t('deal.reopen'), run: reopen }],
  )

  const ending = (outcome: Outcome, keys: string) => (
    <Popover
      opened={closing === outcome}
      onChange={(open) => (open ? setClosing(outcome) : done(outcome))}
      trapFocus
      returnFocus
      position="bottom-end"
    >
      <Popover.Target>
        <Button
          variant={outcome === 'won' ? 'filled' : 'default'}
          aria-expanded={closing === outcome}
          aria-keyshortcuts={struckFor(keys)}
          rightSection={<KeyHint keys={keys} />}
          onClick={() => setClosing(closing === outcome ? null : outcome)}
        >
          {t(outcome === 'won' ? 'deal.won' : 'deal.lost')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t(outcome === 'won' ? 'deal.won' : 'deal.lost')}>
        <ClosingForm deal={deal} outcome={outcome} stages={stages} onDone={() => done(outcome)} />
      </Popover.Dropdown>
    </Popover>
  )

  const head = (
    <section className={classes.head} data-place={place} aria-label={typeLabel(dealType).one}>
      <div className={classes.top}>
        <div className={classes.figures}>
          {deal['amount'] ? (
            <span className={classes.amount}>
              <Money value={deal['amount'] as Amount} />
            </span>
          ) : (
            <span className={classes.noAmount}>{t('deal.noAmount')}</span>
          )}
          <span className={classes.about}>
            <Customer deal={deal} /> ·{' '}
            {status === 'open' ? <Expected deal={deal} /> : <Ended deal={deal} outcome={status} />}
          </span>
        </div>
        {canEdit && (
          <div className={classes.actions}>
            {place === 'page' && status === 'won' && <NewOrder start={{ deal: deal.id }} />}
            {place === 'page' && status !== 'lost' && <NewQuote deal={deal} />}
            {status === 'open' ? (
              <>
                {ending('lost', 'l')}
                {ending('won', 'w')}
              </>
            ) : (
              <Button
                onClick={reopen}
                aria-keyshortcuts={struckFor('r')}
                rightSection={<KeyHint keys="r" />}
                disabled={!again}
              >
                {t('deal.reopen')}
              </Button>
            )}
            {place === 'page' && (
              <Suspense>
                <DealMenu deal={deal} />
              </Suspense>
            )}
          </div>
        )}
      </div>
      <StageBar
        deal={deal}
        stages={stages}
        stays={stays?.data ?? []}
        {...(canEdit && { onMove: (stage: AnyRecord) => void update(deal, { stage: stage.id }) })}
      />
      {place === 'page' && <StageHistory stays={stays?.data ?? []} />}
    </section>
  )
  if (place !== 'page') return head
  return (
    <>
      {head}
      <Suspense>
        <DealDepth deal={deal} canEdit={canEdit} />
      </Suspense>
    </>
  )
}

function Customer({ deal }: { deal: AnyRecord }) {
  const company = deal['company'] as string | null
  const person = deal['person'] as string | null
  const names = [useTitle('company', company), useTitle('person', person)]
  const links = [['company', company, names[0]] as const, ['person', person, names[1]] as const].filter(
    ([, id]) => id !== null,
  )
  if (links.length === 0) return <>{t('deal.noCustomer')}</>
  return links.map(([type, id, name], index) => (
    <span key={type}>
      {index > 0 && ', '}
      <Link to={addressOf(type, String(id))} className={classes.customer}>
        {name ?? '—'}
      </Link>
    </span>
  ))
}

function Expected({ deal }: { deal: AnyRecord }) {
  const manner = useManner()
  const { company } = useSession()
  const now = useNow()
  const expected = deal['expectedCloseOn'] as string | null
  if (!expected) return <>{t('deal.noExpected')}</>
  const late = expected < dayIn(now, { ...manner, zone: company.timeZone })
  return (
    <span className={late ? classes.late : undefined}>
      {t(late ? 'deal.late' : 'deal.expected', { day: day(expected, manner) })}
    </span>
  )
}

function Ended({ deal, outcome }: { deal: AnyRecord; outcome: Outcome }) {
  const manner = useManner()
  const reason = deal[reasonField[outcome]] as string | null
  return (
    <>
      {t(outcome === 'won' ? 'deal.wonOn' : 'deal.lostOn', { day: day(deal['closedOn'] as string, manner) })}
      {reason && ` · ${reason}`}
    </>
  )
}
