import { Button, Popover, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useSession } from '../shell/session.tsx'
import { t } from '../text/seldom.ts'
import { day as written } from '../ui/format.ts'
import { useManner } from '../ui/manner.tsx'
import { todayIn } from './period.ts'
import classes from './controls.module.css'

interface AsOfProps {
  day: string | undefined
  onChange: (day: string | undefined) => void
}

/** Asks what the figures were when only what was recorded by the end of a day was known. */
export function AsOf({ day, onChange }: AsOfProps) {
  const manner = useManner()
  const { company } = useSession()
  const [opened, setOpened] = useState(false)
  const today = todayIn(company.timeZone)
  const choose = (next: string | undefined) => {
    onChange(next)
    setOpened(false)
  }
  return (
    <Popover opened={opened} onChange={setOpened} width={280} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant={day ? 'light' : 'subtle'}
          className={classes.asOf}
          onClick={() => setOpened(!opened)}
        >
          {day ? t('metrics.knownOn', { day: written(day, manner) }) : t('metrics.knownToday')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('metrics.asOf')}>
        <TextInput
          type="date"
          label={t('metrics.asOf')}
          description={t('metrics.asOfText')}
          max={today}
          value={day ?? ''}
          onChange={({ target }) => {
            if (target.value && target.value <= today) onChange(target.value)
          }}
        />
        {day && (
          <Button variant="subtle" mt={8} onClick={() => choose(undefined)}>
            {t('metrics.backToNow')}
          </Button>
        )}
      </Popover.Dropdown>
    </Popover>
  )
}
