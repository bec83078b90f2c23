import { ActionIcon, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { IconChevronDown, IconChevronUp, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { charges } from '../../../contract/sales/line-charges.ts'
import type { LineTotals } from '../../../contract/sales/line-totals.ts'
import { product as productType } from '../../../contract/sales/product.ts'
import { toMajor } from '../../../contract/values/money.ts'
import { choicesFrom } from '../../text/labels.ts'
import { t } from '../../text/seldom.ts'
import { money } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { CellInput } from './cell-input.tsx'
import { faultsOf, withQuantity, type Asking, type DraftLine, type Fault } from './draft-lines.ts'
import { ItemCell } from './item-cell.tsx'
import classes from './line-grid.module.css'
import { decimalOf, discountOf, signsFor, written, writtenDiscount } from './typed.ts'

export interface TaxChoice {
  id: string
  label: string
}

interface LineRowProps {
  line: DraftLine
  at: number
  asking: Asking
  inclusive: boolean
  taxes: readonly TaxChoice[]
  totals: LineTotals | undefined
  /** Whether what is missing is marked already. */
  marked: boolean
  showCost: boolean
  canEdit: boolean
  onChange: (line: DraftLine) => void
  onProduct: (id: string) => void
  onRemove: () => void
}

const chargeChoices = choicesFrom(productType.fields.charged.options)

/** A line of a quote, and what else there is to say of it below. */
export function LineRow(props: LineRowProps) {
  const { line, at, asking, inclusive, taxes, totals, marked, canEdit, onChange, onProduct, onRemove } = props
  const manner = useManner()
  const [open, setOpen] = useState(false)
  const signs = signsFor(manner.locale, manner.numbers)
  const { currency } = asking
  const faults = faultsOf(line, currency)
  const faulty = (fault: Fault) =>
    faults.includes(fault) && (marked || (fault === 'discount' && !!line.badDiscount))
  const label = (field: string) => t('quote.of', { field, line: at + 1 })
  const typeDiscount = (typed: string) => {
    const discount = discountOf(typed, currency, signs)
    const { badDiscount: _, ...rest } = line
    onChange(discount === null ? { ...line, badDiscount: true } : { ...rest, discount: discount ?? null })
  }
  const shown = totals && (inclusive ? totals.total : totals.net)
  const offer = line.found?.offer
  return (
    <>
      <tr data-line={line.key} className={classes.line}>
        <td className={classes.item}>
          <ItemCell
            label={label(t('quote.item'))}
            name={line.name}
            faulty={faulty('name')}
            disabled={!canEdit}
            onName={(name) => onChange({ ...line, name })}
            onProduct={onProduct}
          />
        </td>
        <td data-head={t('quote.quantity')}>
          <CellInput
            numeric
            column="quantity"
            label={label(t('quote.quantity'))}
            value={line.quantity === null ? '' : written(line.quantity, signs)}
            faulty={faulty('quantity')}
            disabled={!canEdit}
            onType={(typed) => onChange(withQuantity(line, decimalOf(typed, signs), asking))}
          />
        </td>
        <td data-head={t('quote.price')}>
          <CellInput
            numeric
            column="price"
            label={label(t('quote.price'))}
            value={line.price === null ? '' : written(line.price, signs)}
            faulty={faulty('price')}
            disabled={!canEdit}
            onType={(typed) => onChange({ ...line, price: decimalOf(typed, signs) })}
          />
          {offer && line.price === line.found?.amount && (
            <div className={classes.why}>
              {offer.fromQuantity > 1
                ? t('quote.priceFrom', { list: offer.list, quantity: offer.fromQuantity })
                : offer.list}
            </div>
          )}
        </td>
        <td data-head={t('quote.discount')}>
          <CellInput
            numeric
            column="discount"
            label={label(t('quote.discount'))}
            value={writtenDiscount(line.discount, currency, signs)}
            faulty={faulty('discount')}
            disabled={!canEdit}
            onType={typeDiscount}
          />
        </td>
        <td data-head={t('quote.tax')} className={classes.tax}>
          <select
            className={classes.input}
            aria-label={label(t('quote.tax'))}
            data-column="tax"
            disabled={!canEdit}
            value={line.tax ?? ''}
            onChange={(event) => onChange({ ...line, tax: event.currentTarget.value || null })}
          >
            <option value="">{t('quote.noTax')}</option>
            {taxes.map((one) => (
              <option key={one.id} value={one.id}>
                {one.label}
              </option>
            ))}
          </select>
        </td>
        <td className={classes.total} data-head={t('quote.lineTotal')}>
          {shown === undefined ? '—' : money({ amount: toMajor(shown, currency), currency }, manner, 'exact')}
          {line.charged !== 'once' && (
            <div className={classes.why}>
              {t('paper.times', {
                price: written(line.price ?? '', signs),
                charged: t(`paper.charged.${line.charged}`),
                count: line.term,
              })}
            </div>
          )}
        </td>
        <td className={classes.actions}>
          <ActionIcon
            variant="subtle"
            aria-expanded={open}
            aria-label={t('quote.more', { line: at + 1 })}
            onClick={() => setOpen(!open)}
          >
            {open ? <IconChevronUp size={14} aria-hidden /> : <IconChevronDown size={14} aria-hidden />}
          </ActionIcon>
          {canEdit && (
            <ActionIcon
              variant="subtle"
              aria-label={t('quote.removeLine', { line: at + 1 })}
              onClick={onRemove}
            >
              <IconX size={14} aria-hidden />
            </ActionIcon>
          )}
        </td>
      </tr>
      {open && (
        <tr className={classes.more}>
          <td colSpan={7}>
            <More {...props} />
          </td>
        </tr>
      )}
    </>
  )
}

/** What few lines need: unit, how often it is charged, words below it, and what it costs. */
function More({ line, onChange, canEdit, showCost }: LineRowProps) {
  const manner = useManner()
  const signs = signsFor(manner.locale, manner.numbers)
  return (
    <div className={classes.moreFields}>
      <Textarea
        className={classes.description ?? ''}
        label={t('quote.description')}
        autosize
        minRows={2}
        disabled={!canEdit}
        value={line.description}
        onChange={(event) => onChange({ ...line, description: event.currentTarget.value })}
      />
      <TextInput
        label={t('quote.unit')}
        disabled={!canEdit}
        value={line.unit}
        onChange={(event) => onChange({ ...line, unit: event.currentTarget.value })}
      />
      <NativeSelect
        label={t('quote.charged')}
        data={chargeChoices}
        disabled={!canEdit}
        value={line.charged}
        onChange={(event) => {
          const charged = charges.find(({ value }) => value === event.currentTarget.value)?.value ?? 'once'
          onChange({ ...line, charged, term: charged === 'once' ? 1 : line.term })
        }}
      />
      {line.charged !== 'once' && (
        <TextInput
          label={t('quote.term')}
          inputMode="numeric"
          disabled={!canEdit}
          value={String(line.term)}
          onChange={(event) => {
            const term = Number(event.currentTarget.value.replaceAll(/\D/g, ''))
            onChange({ ...line, term: Math.min(1_200, Math.max(1, term)) })
          }}
        />
      )}
      {showCost && (
        <TextInput
          label={t('quote.cost')}
          inputMode="decimal"
          disabled={!canEdit || line.product !== null}
          defaultValue={line.cost === null ? '' : written(line.cost, signs)}
          key={line.product}
          onChange={(event) => onChange({ ...line, cost: decimalOf(event.currentTarget.value, signs) })}
        />
      )}
    </div>
  )
}
