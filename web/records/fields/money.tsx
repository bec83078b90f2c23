import { NumberInput, Select } from '@mantine/core'
import { t } from '../../text/pages.ts'
import type { Amount } from '../../ui/format.ts'
import { money as format } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import classes from './field.module.css'
import { separatorsOf } from './separators.ts'
import { inputProps } from './widget.ts'
import type { EditProps, ShowProps, Widget } from './widget.ts'

function ShowMoney({ value }: ShowProps) {
  return <>{format(value as Amount, useManner())}</>
}

const codes = Intl.supportedValuesOf('currency')

/** The amount stays text all the way: a number would round what a decimal string keeps. */
function EditMoney(props: EditProps) {
  const manner = useManner()
  const value = props.value as Amount | null
  const currency = value?.currency ?? manner.currency
  return (
    <div className={classes.money}>
      <NumberInput
        {...inputProps(props)}
        {...separatorsOf(manner.locale)}
        className={classes.grow}
        hideControls
        allowNegative
        value={value?.amount ?? ''}
        valueIsNumericString
        onValueChange={({ value: amount }, { event }) => {
          if (event) props.onChange(amount === '' || amount === '-' ? null : { amount, currency })
        }}
      />
      <Select
        aria-label={t('field.currencyOf', { field: props.label })}
        className={classes.currency}
        data={codes}
        searchable
        limit={40}
        allowDeselect={false}
        value={currency}
        onChange={(code) => code && value && props.onChange({ amount: value.amount, currency: code })}
      />
    </div>
  )
}

export const money: Widget = { Show: ShowMoney, Edit: EditMoney, align: 'end', width: 130 }
