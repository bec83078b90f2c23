import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useSession } from '../shell/session.tsx'
import { useSettings } from '../shell/settings.ts'
import { t } from '../text/seldom.ts'
import { day, dayIn } from '../ui/format.ts'
import { useManner } from '../ui/manner.tsx'
import { useNow } from '../ui/use-now.ts'
import classes from './settings.module.css'

/** Days on which a member is away: they are given no new leads. */
export function OwnAbsence() {
  const { settings, change } = useSettings()
  const { company } = useSession()
  const manner = useManner()
  const today = dayIn(useNow(), { ...manner, zone: company.timeZone })
  const { absence } = settings
  const [fromOn, setFromOn] = useState(absence?.fromOn ?? today)
  const [untilOn, setUntilOn] = useState(absence?.untilOn ?? today)
  const [refused, setRefused] = useState<string | null>(null)
  const isOver = absence !== null && absence.untilOn < today
  const save = () => {
    const wrong = !fromOn || !untilOn || untilOn < fromOn
    setRefused(wrong ? t('own.awayWrong') : null)
    if (!wrong) void change({ absence: { fromOn, untilOn } })
  }
  return (
    <>
      <p className={classes.text}>{t('own.awayText')}</p>
      {absence && !isOver && (
        <p role="status" className={classes.name}>
          {t('own.isAway', { from: day(absence.fromOn, manner), until: day(absence.untilOn, manner) })}
        </p>
      )}
      <form
        noValidate
        className={classes.digest}
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <TextInput
          label={t('own.awayFrom')}
          type="date"
          value={fromOn}
          onChange={(event) => setFromOn(event.currentTarget.value)}
        />
        <TextInput
          label={t('own.awayUntil')}
          type="date"
          value={untilOn}
          error={refused}
          onChange={(event) => setUntilOn(event.currentTarget.value)}
        />
        <div className={classes.beside}>
          <Button type="submit" variant="filled">
            {t('own.awaySave')}
          </Button>
          {absence && <Button onClick={() => void change({ absence: null })}>{t('own.awayEnd')}</Button>}
        </div>
      </form>
    </>
  )
}
