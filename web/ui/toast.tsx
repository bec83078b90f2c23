import { notifications } from '@mantine/notifications'
import { t } from '../text/t.ts'
import { KeyHint } from './key-hint.tsx'
import classes from './toast.module.css'

const shapes = { root: classes.toast, description: classes.message, closeButton: classes.close }

function show(
  message: string,
  action: { label: string; keys?: string; run: () => void } | undefined,
  late: boolean,
  autoClose: number | false = late ? 12_000 : action ? 8_000 : 4_000,
) {
  const id = notifications.show({
    classNames: shapes,
    autoClose,
    role: late ? 'alert' : 'status',
    withBorder: false,
    closeButtonProps: { 'aria-label': t('ui.dismiss') },
    message: (
      <>
        <span className={late ? classes.late : undefined}>{message}</span>
        {action && (
          <button
            type="button"
            className={classes.action}
            onClick={() => {
              notifications.hide(id)
              action.run()
            }}
          >
            {action.label}
            {action.keys && <KeyHint keys={action.keys} />}
          </button>
        )}
      </>
    ),
  })
  return () => notifications.hide(id)
}

/** A thing is done; it can be taken back from here or with ⌘Z. */
export const toastDone = (message: string, undo?: () => void) =>
  show(message, undo && { label: t('ui.undo'), keys: 'mod+z', run: undo }, false)

/** A thing failed: the message says why, and it can be tried again. */
export const toastFailed = (message: string, retry?: () => void) =>
  show(message, retry && { label: t('ui.tryAgain'), run: retry }, true)

/** Something waits for the reader to decide: it stays until they do, or send it away. */
export const toastWaiting = (message: string, label: string, run: () => void) =>
  show(message, { label, run }, true, false)
