import { Button } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useSignOut } from '../shell/session.tsx'
import { t } from '../text/pages.ts'
import classes from './entrance.module.css'
import { Entrance } from './entrance.tsx'
import { SecondFactor } from './second-factor.tsx'

/** Before anything else opens, for a member whose role asks for a second factor. */
export default function SecondFactorDue() {
  const navigate = useNavigate()
  const signOut = useSignOut()
  return (
    <Entrance title={t('factor.due')} text={t('factor.dueText')}>
      <div className={classes.form}>
        <SecondFactor onDone={() => void navigate({ to: '/today', replace: true })} />
        <Button variant="subtle" onClick={() => void signOut()}>
          {t('nav.signOut')}
        </Button>
      </div>
    </Entrance>
  )
}
