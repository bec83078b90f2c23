import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { endings, settingsRoutes } from '../../contract/team/settings.ts'
import { call, messageOf } from '../shell/api.ts'
import { t } from '../text/seldom.ts'
import classes from './entrance.module.css'
import { Entrance } from './entrance.tsx'

/**
 * Where the link below a mail leads: one press ends such mails, without signing in. Opening it alone ends nothing, because
 * mail scanners open links as well.
 */
export default function Unsubscribe() {
  const token = location.hash.slice(1)
  const ending = endings.find((one) => token.split('.')[1] === one)
  const [done, setDone] = useState(false)
  const [refused, setRefused] = useState<string | null>(ending ? null : t('unsubscribe.bad'))
  const end = () =>
    call(settingsRoutes.unsubscribe, { params: { token } }).then(
      () => setDone(true),
      (error: unknown) => setRefused(messageOf(error)),
    )
  if (done) {
    return (
      <Entrance title={t('unsubscribe.done')} text={t('unsubscribe.doneText')}>
        <Link to="/account" className={classes.aside}>
          {t('unsubscribe.toAccount')}
        </Link>
      </Entrance>
    )
  }
  return (
    <Entrance title={t('unsubscribe.title')} text={ending && t(`unsubscribe.${ending}`)}>
      <div className={classes.form}>
        {refused && (
          <div role="alert" className={classes.failure}>
            {refused}
          </div>
        )}
        {ending && (
          <Button variant="filled" size="sm" className={classes.submit} onClick={() => void end()}>
            {t('unsubscribe.end')}
          </Button>
        )}
        <Link to="/account" className={classes.aside}>
          {t('unsubscribe.toAccount')}
        </Link>
      </div>
    </Entrance>
  )
}
