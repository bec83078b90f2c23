import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { auth } from '../shell/auth.ts'
import { messageOf } from '../shell/api.ts'
import { t } from '../text/pages.ts'
import classes from './entrance.module.css'
import { Entrance } from './entrance.tsx'

/** Asks for the mail with the link to a new password. */
export default function Forgot() {
  const [sent, setSent] = useState(false)
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '' },
    validate: { email: (value) => (/^\S+@\S+\.\S+$/.test(value.trim()) ? null : t('form.email')) },
  })
  const submit = form.onSubmit(async ({ email }) => {
    try {
      await auth.askReset(email.trim())
      setSent(true)
    } catch (error) {
      form.setErrors({ email: messageOf(error) })
    }
  })
  return (
    <Entrance title={t('forgot.title')} text={sent ? undefined : t('forgot.text')}>
      {sent ? (
        <p role="status">{t('forgot.sent')}</p>
      ) : (
        <form onSubmit={submit} className={classes.form} noValidate>
          <TextInput
            label={t('signIn.email')}
            type="email"
            autoComplete="username"
            autoFocus
            key={form.key('email')}
            {...form.getInputProps('email')}
          />
          <Button
            type="submit"
            variant="filled"
            size="sm"
            className={classes.submit}
            loading={form.submitting}
          >
            {t('forgot.submit')}
          </Button>
        </form>
      )}
    </Entrance>
  )
}
