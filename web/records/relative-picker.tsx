import { NumberInput, Select } from '@mantine/core'
import { useState } from 'react'
import { t } from '../text/t.ts'
import classes from './filter.module.css'
import { lastUnits, named, nextUnits, shapeOf } from './relative.ts'
import type { RelativePeriod } from './relative.ts'

const units = ['day', 'week', 'month', 'quarter', 'year'] as const

/** A period that moves with today: by name, or the last or next so many days, weeks… */
export function RelativePicker({
  value,
  onChange,
  label,
}: {
  value: RelativePeriod | null
  onChange: (period: RelativePeriod) => void
  label: string
}) {
  const shape = shapeOf(value)
  // "Last 1 month" has a name too; who is typing a count must not be thrown out of it.
  const [counting, setCounting] = useState(
    shape.choice === 'last' || shape.choice === 'next' ? shape.choice : null,
  )
  const [count, setCount] = useState(shape.count)
  const [unit, setUnit] = useState<RelativePeriod['unit']>(shape.unit)
  const emit = (direction: string, amount: number, of: RelativePeriod['unit']) =>
    onChange(direction === 'last' ? lastUnits(amount, of) : nextUnits(amount, of))
  return (
    <div className={classes.relative}>
      <Select
        aria-label={label}
        className={classes.grow}
        data={[
          ...named.map(({ key }) => ({ value: key, label: t(key) })),
          { value: 'last', label: t('relative.last') },
          { value: 'next', label: t('relative.next') },
        ]}
        allowDeselect={false}
        value={counting ?? shape.choice}
        onChange={(choice) => {
          if (choice === 'last' || choice === 'next') {
            setCounting(choice)
            emit(choice, count, unit)
            return
          }
          setCounting(null)
          const found = named.find(({ key }) => key === choice)
          if (found) onChange(found.period)
        }}
      />
      {counting && (
        <>
          <NumberInput
            aria-label={t('relative.count')}
            className={classes.count}
            hideControls
            min={1}
            max={10_000}
            allowDecimal={false}
            value={count}
            onChange={(next) => {
              const amount = Math.max(1, Number(next) || 1)
              setCount(amount)
              emit(counting, amount, unit)
            }}
          />
          <Select
            aria-label={t('relative.unit')}
            className={classes.unit}
            data={units.map((one) => ({ value: one, label: t(`relative.${one}`) }))}
            allowDeselect={false}
            value={unit}
            onChange={(next) => {
              const of = next ?? 'day'
              setUnit(of)
              emit(counting, count, of)
            }}
          />
        </>
      )}
    </div>
  )
}
