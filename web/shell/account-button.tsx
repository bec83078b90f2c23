import { lazy, Suspense, useState } from 'react'
import { t } from '../text/t.ts'
import { Avatar } from '../ui/avatar.tsx'
import classes from './rail.module.css'
import { useSession } from './session.tsx'

const AccountMenu = lazy(() => import('./account-menu.tsx'))

/** Company and member at the rail's foot; behind it settings, theme and sign-out. */
export function AccountButton() {
  const { user, company } = useSession()
  const [open, setOpen] = useState(false)
  const [asked, setAsked] = useState(false)
  const button = (
    <button
      type="button"
      className={classes.company}
      aria-haspopup="menu"
      aria-expanded={open}
      aria-label={t('nav.accountOf', { name: user.name, company: company.name })}
      onClick={
        asked
          ? undefined
          : () => {
              setAsked(true)
              setOpen(true)
            }
      }
    >
      <Avatar name={user.name} size={24} round />
      <span className={classes.who}>{company.name}</span>
    </button>
  )
  if (!asked) return button
  return (
    <Suspense fallback={button}>
      <AccountMenu opened={open} onChange={setOpen}>
        {button}
      </AccountMenu>
    </Suspense>
  )
}
