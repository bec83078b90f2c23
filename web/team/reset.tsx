import '@mantine/core/styles/PasswordInput.layer.css'
import { Button, PasswordInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { passwordLength } from '../../contract/team/password.ts'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { auth } from '../shell/auth.ts'
import { messageOf } from '../shell/api.ts'
import { t } from '../text/pages.ts'
import classes from './entrance.module.css'
import { Entrance } from './entrance.tsx'

/** Where the link of the mail leads: sets the new password and goes on to sign in. */
export default function Reset() {
  const navigate = useNavigate()
  const { token } = useSearch({ strict: false })
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { password: '' },
    validate: {
      password: (value) =>
        value.length >= passwordLength ? null : t('form.password', { count: passwordLength }),
    },
  })
  const submit = form.onSubmit(async ({ password }) => {
    try {
      await auth.reset(token ?? '', password)
      await navigate({ to: '/sign-in', replace: true })
    } catch (error) {
      form.setErrors({ password: messageOf(error) })
    }
  })
  return (
    <Entrance title={t('forgot.title')}>
      <form onSubmit={submit} className={classes.form} noValidate>
        <PasswordInput
          label={t('reset.password')}
          autoComplete="new-password"
          autoFocus
          visibilityToggleButtonProps={{ 'aria-label': t('form.showPassword') }}
          key={form.key('password')}
          {...form.getInputProps('password')}
        />
        <Button type="submit" variant="filled" size="sm" className={classes.submit} loading={form.submitting}>
          {t('reset.submit')}
        </Button>
      </form>
    </Entrance>
  )
}
