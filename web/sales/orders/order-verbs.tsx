import { Button, Checkbox, Radio, Select, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { orderRoutes, type OrderContent } from '../../../contract/sales/order-routes.ts'
import { payment as paymentType } from '../../../contract/sales/payment.ts'
import { routesOf } from '../../records/record-api.ts'
import { call, messageOf } from '../../shell/api.ts'
import { useMay } from '../../shell/session.tsx'
import { choiceLabel } from '../../text/labels.ts'
import { t } from '../../text/seldom.ts'
import { money } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { toastFailed } from '../../ui/toast.tsx'
import { decimalOf, signsFor, written } from '../quotes/typed.ts'
import { useContent } from './order-api.ts'
import { useToday } from './today.ts'
import { VerbButton } from './verb-button.tsx'

export interface VerbProps {
  order: AnyRecord
  content: OrderContent
}

/** How the reader writes decimals, and how what was typed is read. */
export function useTyped() {
  const manner = useManner()
  const signs = signsFor(manner.locale, manner.numbers)
  return {
    read: (typed: string) => decimalOf(typed, signs),
    write: (value: string) => written(value, signs),
    shown: (amount: string, currency: string) => money({ amount, currency }, manner, 'exact'),
    wrong: t('order.noNumber', { example: written('12.50', signs) }),
  }
}

function OnDay({ value, onChange }: { value: string; onChange: (day: string) => void }) {
  const today = useToday()
  return (
    <TextInput
      label={t('order.on')}
      type="date"
      max={today}
      required
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

/** Units of lines, typed one below the other; answers null where one of them is no number. */
function useUnits(content: OrderContent, most: (line: OrderContent['lines'][number]) => string) {
  const { read, write, wrong } = useTyped()
  const [typed, setTyped] = useState<Record<string, string>>({})
  const lines = content.lines.filter((line) => most(line) !== '0')
  const chosen = () => {
    const units = lines.map((line) => ({
      line: line.id,
      quantity: read(typed[line.id] ?? write(most(line))),
    }))
    return units.some(({ quantity }) => quantity === null)
      ? null
      : units.flatMap(({ line, quantity }) =>
          quantity !== null && /[1-9]/.test(quantity) ? [{ line, quantity }] : [],
        )
  }
  const inputs = (label: (name: string) => string, none = false) =>
    lines.map((line) => {
      const value = typed[line.id] ?? (none ? '0' : write(most(line)))
      return (
        <TextInput
          key={line.id}
          label={label(line.name)}
          inputMode="decimal"
          rightSection={<span aria-hidden>/ {write(most(line))}</span>}
          rightSectionWidth={56}
          value={value}
          error={read(value) === null && wrong}
          onChange={({ currentTarget }) => setTyped({ ...typed, [line.id]: currentTarget.value })}
        />
      )
    })
  return { chosen, inputs, reset: () => setTyped({}), setAll: setTyped, lines }
}

/** Confirms a draft: the one verb that asks for nothing. */
export function ConfirmButton({
  order,
  onBefore,
}: Pick<VerbProps, 'order'> & { onBefore: () => Promise<boolean> }) {
  const keep = useContent(order.id)
  const [busy, setBusy] = useState(false)
  const confirm = async () => {
    setBusy(true)
    try {
      if (await onBefore()) await keep(call(orderRoutes.confirm, { params: { id: order.id }, body: {} }))
    } catch (error) {
      toastFailed(messageOf(error))
    }
    setBusy(false)
  }
  return (
    <Button variant="filled" loading={busy} onClick={() => void confirm()}>
      {t('order.confirm')}
    </Button>
  )
}

export function DeliverButton({ order, content }: VerbProps) {
  const keep = useContent(order.id)
  const today = useToday()
  const [on, setOn] = useState(today)
  const units = useUnits(content, ({ deliverable }) => deliverable)
  const deliver = async () => {
    const lines = units.chosen()
    if (lines === null || lines.length === 0) return false
    return keep(call(orderRoutes.deliver, { params: { id: order.id }, body: { on, lines } }))
  }
  return (
    <VerbButton
      label={t('order.deliver')}
      button={t('order.deliverNow')}
      onOpen={units.reset}
      onRun={deliver}
      filled
    >
      {units.inputs((line) => t('order.deliverOf', { line }))}
      <OnDay value={on} onChange={setOn} />
    </VerbButton>
  )
}

export function InvoiceButton({ order, content }: VerbProps) {
  const keep = useContent(order.id)
  const { shown } = useTyped()
  const all = content.left.invoice ?? ''
  const delivered = content.left.invoiceDelivered ?? ''
  const part = delivered !== all && /[1-9]/.test(delivered)
  const [of, setOf] = useState<'all' | 'delivered'>('all')
  const [dueOn, setDueOn] = useState('')
  const [terms, setTerms] = useState('')
  const issue = () =>
    keep(
      call(orderRoutes.invoice, {
        params: { id: order.id },
        body: { of: part ? of : 'all', terms, ...(dueOn && { dueOn }) },
      }),
    )
  return (
    <VerbButton label={t('order.invoice')} button={t('order.invoiceNow')} onRun={issue} filled>
      {part && (
        <Radio.Group label={t('order.invoiceOf')} value={of} onChange={(value) => setOf(value)}>
          <Radio value="all" label={t('order.invoiceAll', { amount: shown(all, content.currency) })} />
          <Radio
            value="delivered"
            label={t('order.invoiceDelivered', { amount: shown(delivered, content.currency) })}
          />
        </Radio.Group>
      )}
      <TextInput
        label={t('order.dueOn')}
        type="date"
        value={dueOn}
        onChange={(event) => setDueOn(event.currentTarget.value)}
      />
      <Textarea
        label={t('order.terms')}
        autosize
        minRows={2}
        value={terms}
        onChange={(event) => setTerms(event.currentTarget.value)}
      />
    </VerbButton>
  )
}

export function PayButton({ order, content }: VerbProps) {
  const may = useMay(paymentType.name)
  const keep = useContent(order.id)
  const today = useToday()
  const { read, write, wrong } = useTyped()
  const [typed, setTyped] = useState<string | null>(null)
  const [on, setOn] = useState(today)
  const [method, setMethod] = useState<string | null>('transfer')
  const [reference, setReference] = useState('')
  const amount = typed ?? write(content.left.pay ?? '')
  if (!may('create')) return null
  const pay = async () => {
    const value = read(amount)
    if (value === null) return false
    const body = {
      order: order.id,
      amount: { amount: value, currency: content.currency },
      paidOn: on,
      method,
      reference: reference || null,
    }
    await call(routesOf(paymentType).create, { body })
    setTyped(null)
    setReference('')
    return keep(call(orderRoutes.content, { params: { id: order.id } }))
  }
  return (
    <VerbButton label={t('order.pay')} button={t('order.payNow')} onRun={pay} filled>
      <TextInput
        label={t('order.amount')}
        inputMode="decimal"
        rightSection={<span aria-hidden>{content.currency}</span>}
        rightSectionWidth={48}
        value={amount}
        error={read(amount) === null && wrong}
        data-autofocus
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <OnDay value={on} onChange={setOn} />
      <Select
        label={t('order.method')}
        data={paymentType.fields.method.options.map(({ value }) => ({
          value,
          label: choiceLabel(paymentType.fields.method.options, value),
        }))}
        value={method}
        allowDeselect={false}
        onChange={setMethod}
        comboboxProps={{ withinPortal: false }}
      />
      <TextInput
        label={t('order.reference')}
        value={reference}
        onChange={(event) => setReference(event.currentTarget.value)}
      />
    </VerbButton>
  )
}

interface BackProps {
  on: string
  onDay: (day: string) => void
  reason: string
  onReason: (reason: string) => void
  payBack: boolean
  onPayBack: (payBack: boolean) => void
}

/** What cancelling and refunding both ask for. */
function Back({ on, onDay, reason, onReason, payBack, onPayBack }: BackProps) {
  return (
    <>
      <OnDay value={on} onChange={onDay} />
      <TextInput
        label={t('order.reason')}
        value={reason}
        onChange={(event) => onReason(event.currentTarget.value)}
      />
      <Checkbox
        label={t('order.payBack')}
        description={t('order.keptCredit')}
        checked={payBack}
        onChange={(event) => onPayBack(event.currentTarget.checked)}
      />
    </>
  )
}

function useBack(): [BackProps, { on: string; reason: string; payBack: boolean }] {
  const [on, onDay] = useState(useToday())
  const [reason, onReason] = useState('')
  const [payBack, onPayBack] = useState(true)
  return [
    { on, onDay, reason, onReason, payBack, onPayBack },
    { on, reason, payBack },
  ]
}

export function CancelButton({ order }: VerbProps) {
  const keep = useContent(order.id)
  const [back, body] = useBack()
  return (
    <VerbButton
      label={t('order.cancel')}
      button={t('order.cancelNow')}
      onRun={() => keep(call(orderRoutes.cancel, { params: { id: order.id }, body }))}
    >
      <p>{t('order.cancelText')}</p>
      <Back {...back} />
    </VerbButton>
  )
}

export function RefundButton({ order, content }: VerbProps) {
  const keep = useContent(order.id)
  const { read, write, wrong } = useTyped()
  const [back, given] = useBack()
  const [of, setOf] = useState<'amount' | 'lines'>('amount')
  const [typed, setTyped] = useState<string | null>(null)
  const units = useUnits(content, ({ kept, refundable }) => (/[1-9]/.test(refundable ?? '') ? kept : '0'))
  const amount = typed ?? write(content.left.refund ?? '')
  const refund = async () => {
    const part =
      of === 'amount' ? { amount: read(amount) ?? undefined } : { lines: units.chosen() ?? undefined }
    if (Object.values(part).some((value) => value === undefined || value.length === 0)) return false
    await keep(call(orderRoutes.refund, { params: { id: order.id }, body: { ...given, ...part } }))
    setTyped(null)
    return true
  }
  return (
    <VerbButton label={t('order.refund')} button={t('order.refundNow')} onOpen={units.reset} onRun={refund}>
      <Radio.Group label={t('order.refundOf')} value={of} onChange={(value) => setOf(value)}>
        <Radio value="amount" label={t('order.refundAmount')} />
        <Radio value="lines" label={t('order.refundLines')} />
      </Radio.Group>
      {of === 'amount' ? (
        <TextInput
          label={t('order.amount')}
          inputMode="decimal"
          rightSection={<span aria-hidden>{content.currency}</span>}
          rightSectionWidth={48}
          value={amount}
          error={read(amount) === null && wrong}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      ) : (
        units.inputs((line) => t('order.refundUnits', { line }))
      )}
      <Back {...back} />
    </VerbButton>
  )
}
