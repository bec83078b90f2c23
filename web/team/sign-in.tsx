import '@mantine/core/styles/PasswordInput.layer.css'
import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { t } from '../text/t.ts'
import { useSignIn } from '../shell/session.tsx'
import classes from './entrance.module.css'
import { Entrance } from './entrance.tsx'

export default function SignIn() {
  const navigate = useNavigate()
  const { from } = useSearch({ strict: false })
  const signIn = useSignIn()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '', password: '' },
    validate: {
      email: (value) => (/^\S+@\S+\.\S+$/.test(value.trim()) ? null : t('form.email')),
      password: (value) => (value ? null : t('signIn.passwordMissing')),
    },
  })
  const submit = form.onSubmit(async ({ email, password }) => {
    const refused = await signIn(email.trim(), password)
    if (refused) form.setErrors({ form: refused })
    // Only a path of our own: `//elsewhere.example` would lead away.
    else
      await navigate({ to: from?.startsWith('/') && !from.startsWith('//') ? from : '/today', replace: true })
  })
  return (
    <Entrance title={t('signIn.title')}>
      <form onSubmit={submit} className={classes.form} noValidate>
        {form.errors['form'] && (
          <div role="alert" className={classes.failure}>
            {form.errors['form']}
          </div>
        )}
        <TextInput
          label={t('signIn.email')}
          type="email"
          autoComplete="username"
          autoFocus
          key={form.key('email')}
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label={t('signIn.password')}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': t('form.showPassword') }}
          key={form.key('password')}
          {...form.getInputProps('password')}
        />
        <Button type="submit" variant="filled" size="sm" className={classes.submit} loading={form.submitting}>
          {t('signIn.submit')}
        </Button>
        <Link to="/forgot" className={classes.aside}>
          {t('signIn.forgot')}
        </Link>
      </form>
    </Entrance>
  )
}
