import { TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { contractRoutes, type ContractChanges } from '../../../contract/sales/contract-routes.ts'
import { contract as contractType, contractStatuses } from '../../../contract/sales/contract.ts'
import type { Money } from '../../../contract/values/money.ts'
import type { HeadProps } from '../../records/heads.ts'
import { call } from '../../shell/api.ts'
import { useMay } from '../../shell/session.tsx'
import { choiceLabel } from '../../text/labels.ts'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { day, money } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { changesQuery } from './order-api.ts'
import classes from './order-page.module.css'
import { useTyped } from './order-verbs.tsx'
import { VerbButton } from './verb-button.tsx'

/** What a contract is worth, until when, and how it is changed: from a day on, so that the past stays known. */
export default function ContractHead({ record: contract, place }: HeadProps) {
  const may = useMay(contractType.name)
  const manner = useManner()
  const { data } = useQuery({ ...changesQuery(contract.id), enabled: place === 'page' })
  const monthly = contract['monthly'] as Money
  const status = String(contract['status'])
  const live = status === 'active' && contract.deletedAt === null && may('edit', contract)
  const on = (field: string) => day(contract[field] as string, manner)
  return (
    <div className={classes.main}>
      <Card>
        <div className={classes.row}>
          <div>
            <p className={classes.figure}>
              {t('contract.aMonth', { amount: money(monthly, manner, 'exact') })}
            </p>
            <p className={classes.about}>
              <span className={classes.status} data-status={status}>
                {choiceLabel(contractStatuses, status)}
              </span>
              {status === 'active'
                ? [
                    t(contract['renews'] ? 'contract.renewsOn' : 'contract.endsOn', { day: on('renewsOn') }),
                    t('contract.noticeBy', { day: on('noticeBy') }),
                  ].join(' · ')
                : t('contract.endsOn', { day: on('endsOn') })}
            </p>
          </div>
          {live && place === 'page' && (
            <div className={classes.about}>
              <Cancel id={contract.id} renewsOn={on('renewsOn')} />
              <ChangePrice id={contract.id} monthly={monthly} />
            </div>
          )}
        </div>
      </Card>
      {place === 'page' && data && <Changes changes={data} currency={monthly.currency} />}
    </div>
  )
}

function Changes({ changes, currency }: { changes: ContractChanges; currency: string }) {
  const manner = useManner()
  return (
    <Card title={t('contract.changes')}>
      <ul>
        {changes.data.map(({ id, kind, on, after, reason, actor }) => (
          <li key={id} className={classes.entry}>
            <p className={classes.entryHead}>
              <span>{t(`contract.kind.${kind}`)}</span>
              <strong>{money({ amount: after, currency }, manner, 'exact')}</strong>
            </p>
            <p className={classes.quiet}>{[day(on, manner), reason, actor].filter(Boolean).join(' · ')}</p>
          </li>
        ))}
      </ul>
    </Card>
  )
}

/** Shows what a verb has answered, and reads the contract again. */
function useKept(id: string) {
  const queries = useQueryClient()
  return async (asked: Promise<ContractChanges>) => {
    queries.setQueryData(changesQuery(id).queryKey, await asked)
    await queries.invalidateQueries({ queryKey: ['records', contractType.name] })
  }
}

function ChangePrice({ id, monthly }: { id: string; monthly: Money }) {
  const keep = useKept(id)
  const { read, write, wrong } = useTyped()
  const [typed, setTyped] = useState(write(monthly.amount))
  const [from, setFrom] = useState('')
  const [reason, setReason] = useState('')
  const change = async () => {
    const amount = read(typed)
    if (amount === null) return false
    const body = { monthly: amount, reason, ...(from && { from }) }
    return keep(call(contractRoutes.price, { params: { id }, body }))
  }
  return (
    <VerbButton label={t('contract.changePrice')} button={t('contract.changePrice')} onRun={change}>
      <TextInput
        label={t('contract.monthly', { currency: monthly.currency })}
        inputMode="decimal"
        value={typed}
        error={read(typed) === null && wrong}
        data-autofocus
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <TextInput
        label={t('contract.from')}
        type="date"
        value={from}
        onChange={(event) => setFrom(event.currentTarget.value)}
      />
      <TextInput
        label={t('order.reason')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </VerbButton>
  )
}

function Cancel({ id, renewsOn }: { id: string; renewsOn: string }) {
  const keep = useKept(id)
  const [on, setOn] = useState('')
  const [reason, setReason] = useState('')
  const cancel = () =>
    keep(call(contractRoutes.cancel, { params: { id }, body: { reason, ...(on && { on }) } }))
  return (
    <VerbButton label={t('contract.cancel')} button={t('contract.cancel')} onRun={cancel}>
      <p>{t('contract.cancelText', { day: renewsOn })}</p>
      <TextInput
        label={t('order.on')}
        type="date"
        value={on}
        onChange={(event) => setOn(event.currentTarget.value)}
      />
      <TextInput
        label={t('order.reason')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </VerbButton>
  )
}
