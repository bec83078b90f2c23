import { ActionIcon, Autocomplete, NativeSelect } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { competitorStatuses, dealCompetitorRoutes } from '../../../contract/sales/deal-competitors.ts'
import type { CompetitorStatus, DealCompetitor } from '../../../contract/sales/deal-competitors.ts'
import { addressOf } from '../../records/address.ts'
import { call } from '../../shell/api.ts'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { competitorsQuery, useAttempt } from './deal-api.ts'
import classes from './deal-depth.module.css'
import { useCompetitors } from './use-competitors.ts'

interface CompetitorsCardProps {
  deal: AnyRecord
  canEdit: boolean
}

/** Who else is after the deal, and how it stands with them. */
export function CompetitorsCard({ deal, canEdit }: CompetitorsCardProps) {
  const { data } = useQuery(competitorsQuery(deal.id))
  const attempt = useAttempt()
  const { names, idOf } = useCompetitors()
  const [name, setName] = useState('')
  const known = data?.data ?? []
  const add = async (title: string) => {
    if (!title.trim()) return
    setName('')
    await attempt(async () =>
      call(dealCompetitorRoutes.set, {
        params: { id: deal.id, competitor: await idOf(title.trim()) },
        body: { status: 'named' },
      }),
    )
  }
  return (
    <Card title={t('rival.title')}>
      {data && known.length === 0 && <p className={classes.soft}>{t('rival.none')}</p>}
      <ul className={classes.list}>
        {known.map((one) => (
          <Rival key={one.competitor.id} deal={deal} one={one} canEdit={canEdit} />
        ))}
      </ul>
      {canEdit && (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            void add(name)
          }}
        >
          <Autocomplete
            label={t('rival.add')}
            placeholder={t('rival.hint')}
            data={names}
            value={name}
            onChange={setName}
            onOptionSubmit={(title) => void add(title)}
            maxLength={200}
            limit={8}
          />
        </form>
      )}
    </Card>
  )
}

function Rival({ deal, one, canEdit }: CompetitorsCardProps & { one: DealCompetitor }) {
  const attempt = useAttempt()
  const { competitor, status, note } = one
  const params = { id: deal.id, competitor: competitor.id }
  const offered = competitorStatuses.filter(
    (value) => value !== 'lost_to' || deal['status'] === 'lost' || value === status,
  )
  return (
    <li className={classes.row}>
      <span className={classes.who}>
        <Link to={addressOf('competitor', competitor.id)} className={classes.name}>
          {competitor.title}
        </Link>
        {note && <span className={classes.by}>{note}</span>}
      </span>
      {canEdit ? (
        <>
          <NativeSelect
            aria-label={t('rival.statusOf', { name: competitor.title })}
            data={offered.map((value) => ({ value, label: t(`rival.${value}`) }))}
            value={status}
            data-status={status}
            onChange={(event) => {
              const chosen = event.currentTarget.value as CompetitorStatus
              void attempt(() => call(dealCompetitorRoutes.set, { params, body: { status: chosen } }))
            }}
          />
          <ActionIcon
            aria-label={t('rival.remove', { name: competitor.title })}
            onClick={() => void attempt(() => call(dealCompetitorRoutes.remove, { params }))}
          >
            <IconX size={14} aria-hidden />
          </ActionIcon>
        </>
      ) : (
        <span className={classes.by}>{t(`rival.${status}`)}</span>
      )}
    </li>
  )
}
