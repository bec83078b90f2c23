import { Button, Checkbox, NativeSelect, NumberInput, Popover } from '@mantine/core'
import { useState } from 'react'
import { quotaRoutes } from '../../../contract/sales/quotas.ts'
import { next, unitsOf } from '../../../contract/values/period.ts'
import { periodLabel } from '../../records/period-label.ts'
import { call, messageOf } from '../../shell/api.ts'
import { t } from '../../text/seldom.ts'
import { useManner } from '../../ui/manner.tsx'
import { toastDone, toastFailed } from '../../ui/toast.tsx'
import type { AskedGrid } from './quota-api.ts'
import classes from './quotas-page.module.css'

/** Takes the quotas of a period, or of a whole year, to another, scaled by a percentage. */
export function CopyQuotas({ asked, onDone }: { asked: AskedGrid; onDone: () => Promise<void> }) {
  const manner = useManner()
  const [open, setOpen] = useState(false)
  const [percent, setPercent] = useState<number | string>(100)
  const [replace, setReplace] = useState(false)
  const [chosen, setChosen] = useState<{ from?: string; to?: string }>({})
  const first = `${asked.year}-01-01`
  const years = [-1, 0, 1].map((step) => ({
    value: `year ${next(first, 'year', step)}`,
    label: String(asked.year + step),
  }))
  const periods =
    asked.grain === 'year'
      ? []
      : unitsOf({ from: next(first, 'year', -1), to: next(first, 'year', 2) }, asked.grain).map((from) => ({
          value: `period ${from}`,
          label: periodLabel(from, asked.grain, manner),
        }))
  const from = chosen.from ?? years[0]?.value ?? ''
  const [span, day = first] = from.split(' ')
  const aims = span === 'year' ? years : periods
  const to =
    aims.find(({ value }) => value === chosen.to && value !== from)?.value ??
    aims.find(({ value }) => value > from)?.value ??
    ''
  const copy = async () => {
    const { grain, measure, family } = asked
    try {
      const { set } = await call(quotaRoutes.copy, {
        body: {
          grain,
          measure,
          ...(family && { family }),
          from: day,
          to: to.split(' ')[1] ?? first,
          span: span === 'year' ? 'year' : 'period',
          percent: Number(percent),
          replace,
        },
      })
      setOpen(false)
      toastDone(t('quota.copied', { count: set }))
      await onDone()
    } catch (error) {
      toastFailed(messageOf(error), () => void copy())
    }
  }
  return (
    <Popover opened={open} onChange={setOpen} trapFocus returnFocus position="bottom-end" width={280}>
      <Popover.Target>
        <Button aria-expanded={open} onClick={() => setOpen(!open)}>
          {t('quota.copy')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('quota.copy')}>
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault()
            void copy()
          }}
        >
          <NativeSelect
            label={t('quota.copyFrom')}
            value={from}
            data={[...years, ...periods]}
            onChange={({ target }) => setChosen({ from: target.value })}
          />
          <NativeSelect
            label={t('quota.copyTo')}
            value={to}
            data={aims.filter(({ value }) => value !== from)}
            onChange={({ target }) => setChosen({ ...chosen, to: target.value })}
          />
          <NumberInput
            label={t('quota.percent')}
            value={percent}
            min={0}
            max={1000}
            decimalScale={2}
            onChange={setPercent}
          />
          <Checkbox
            label={t('quota.replace')}
            checked={replace}
            onChange={({ target }) => setReplace(target.checked)}
          />
          <Button type="submit" variant="filled" disabled={to === '' || percent === ''}>
            {t('quota.copyNow')}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}
