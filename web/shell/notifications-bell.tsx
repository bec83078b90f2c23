import { IconBell } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { t } from '../text/t.ts'
import classes from './notifications.module.css'
import { unreadQuery } from './notifications.ts'
import { useShortcuts } from './shortcuts.ts'

const NotificationsPopover = lazy(() => import('./notifications-popover.tsx'))

/** How many are unread; the list of them comes when it is first opened. */
export function NotificationsBell() {
  const [open, setOpen] = useState(false)
  const [asked, setAsked] = useState(false)
  const { data } = useQuery(unreadQuery)
  const count = data?.unread ?? 0
  const show = (opened: boolean) => {
    setAsked(true)
    setOpen(opened)
  }
  useShortcuts([{ keys: 'n', label: t('notifications.title'), run: () => show(true) }])
  const button = (
    <button
      type="button"
      className={classes.bell}
      aria-haspopup="dialog"
      aria-expanded={open}
      aria-label={t('notifications.open', { count })}
      onClick={() => show(!open)}
    >
      <IconBell size={17} stroke={1.6} aria-hidden />
      {count > 0 && (
        <span className={classes.count} aria-hidden>
          {count > 99 ? '99+' : count}
        </span>
      )}
    </button>
  )
  if (!asked) return button
  return (
    <Suspense fallback={button}>
      <NotificationsPopover opened={open} onChange={show}>
        {button}
      </NotificationsPopover>
    </Suspense>
  )
}
