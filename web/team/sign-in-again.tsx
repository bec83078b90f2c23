import '@mantine/core/styles/PasswordInput.layer.css'
import { Button, PasswordInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useLayoutEffect, useRef, useState } from 'react'
import { messageOf } from '../shell/api.ts'
import { auth } from '../shell/auth.ts'
import { tellSignedIn } from '../shell/session-end.ts'
import { useSession } from '../shell/session.tsx'
import { t } from '../text/pages.ts'
import { SecondFactorField } from './second-factor-field.tsx'
import classes from './sign-in-again.module.css'

/** Over the page whose session ended: what was being written stays, and what was sent goes out once the member is back. */
export default function SignInAgain() {
  const { user } = useSession()
  const queries = useQueryClient()
  const dialog = useRef<HTMLDialogElement>(null)
  const [password, setPassword] = useState('')
  /** The code of the second factor, once the password was right. */
  const [code, setCode] = useState<string | null>(null)
  const [refused, setRefused] = useState<string | null>(null)
  const [sending, setSending] = useState(false)
  const email = user.email ?? ''

  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => element?.close()
  }, [])

  const signIn = async () => {
    setSending(true)
    try {
      if (code !== null) await auth.signInWithCode(code.trim())
      else if ((await auth.signIn(email, password)) === 'second-factor') {
        setRefused(null)
        setCode('')
        setSending(false)
        return
      }
      tellSignedIn(email)
      await queries.invalidateQueries()
    } catch (error) {
      setRefused(messageOf(error))
      setSending(false)
    }
  }

  return (
    <dialog
      ref={dialog}
      className={classes.dialog}
      aria-modal="true"
      aria-labelledby="signed-out"
      // There is nothing behind it to go back to.
      onCancel={(event) => event.preventDefault()}
    >
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (password) void signIn()
        }}
      >
        <h2 id="signed-out" className={classes.title}>
          {t('again.title')}
        </h2>
        <p className={classes.text}>{t('again.text', { email })}</p>
        {refused && (
          <p role="alert" className={classes.refused}>
            {refused}
          </p>
        )}
        <input type="email" autoComplete="username" value={email} readOnly hidden />
        {code !== null && (
          <SecondFactorField value={code} onChange={(event) => setCode(event.currentTarget.value)} />
        )}
        <PasswordInput
          label={t('signIn.password')}
          autoComplete="current-password"
          autoFocus
          display={code === null ? undefined : 'none'}
          visibilityToggleButtonProps={{ 'aria-label': t('form.showPassword') }}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" variant="filled" size="sm" loading={sending} disabled={!password}>
          {t('signIn.submit')}
        </Button>
        <a href="/sign-in" target="_blank" rel="noreferrer" className={classes.other}>
          {t('again.other')}
        </a>
      </form>
    </dialog>
  )
}
