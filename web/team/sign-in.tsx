import '@mantine/core/styles/PasswordInput.layer.css'
import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { providerRoutes } from '../../contract/team/sign-in-providers.ts'
import { call, messageOf } from '../shell/api.ts'
import { auth } from '../shell/auth.ts'
import { useSignIn } from '../shell/session.tsx'
import { t } from '../text/pages.ts'
import classes from './entrance.module.css'
import { Entrance } from './entrance.tsx'
import { SecondFactorField } from './second-factor-field.tsx'

const offered = queryOptions({
  queryKey: ['sign-in-providers', 'offered'],
  queryFn: ({ signal }) => call(providerRoutes.offered, { signal }),
  staleTime: 60_000,
})

export default function SignIn() {
  const { from, error } = useSearch({ strict: false })
  const navigate = useNavigate()
  const signIn = useSignIn()
  const [asked, setAsked] = useState<string | null>(null)
  // Only a path of our own: `//elsewhere.example` would lead away.
  const to = from?.startsWith('/') && !from.startsWith('//') ? from : '/today'
  const enter = async (sign: () => Promise<unknown>, email: string) => {
    const refused = await signIn(sign, email)
    if (!refused) await navigate({ to, replace: true })
    return refused
  }
  return asked === null ? (
    <Password refused={error ? t('signIn.notKnown') : null} to={to} enter={enter} onCode={setAsked} />
  ) : (
    <Code email={asked} enter={enter} onBack={() => setAsked(null)} />
  )
}

type Enter = (sign: () => Promise<unknown>, email: string) => Promise<string | null>

function Password({
  refused,
  to,
  enter,
  onCode,
}: {
  refused: string | null
  to: string
  enter: Enter
  onCode: (email: string) => void
}) {
  const { data: providers } = useQuery(offered)
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '', password: '' },
    initialErrors: refused ? { form: refused } : {},
    validate: {
      email: (value) => (/^\S+@\S+\.\S+$/.test(value.trim()) ? null : t('form.email')),
      password: (value) => (value ? null : t('signIn.passwordMissing')),
    },
  })
  const submit = form.onSubmit(async ({ email, password }) => {
    try {
      const step = await auth.signIn(email.trim(), password)
      if (step === 'second-factor') return onCode(email.trim())
      const failed = await enter(() => Promise.resolve(), email.trim())
      if (failed) form.setErrors({ form: failed })
    } catch (failure) {
      form.setErrors({ form: messageOf(failure) })
    }
  })
  const goTo = async (provider: string) => {
    try {
      location.assign(await auth.signInBy(provider, to))
    } catch (failure) {
      form.setErrors({ form: messageOf(failure) })
    }
  }
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
        {providers && providers.data.length > 0 && (
          <>
            <div className={classes.or}>{t('signIn.or')}</div>
            {providers.data.map(({ id, name }) => (
              <Button key={id} size="sm" onClick={() => void goTo(id)}>
                {t('signIn.by', { provider: name })}
              </Button>
            ))}
          </>
        )}
        <Link to="/forgot" className={classes.aside}>
          {t('signIn.forgot')}
        </Link>
      </form>
    </Entrance>
  )
}

function Code({ email, enter, onBack }: { email: string; enter: Enter; onBack: () => void }) {
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { code: '' },
    validate: { code: (value) => (value.trim() ? null : t('signIn.codeMissing')) },
  })
  const submit = form.onSubmit(async ({ code }) => {
    const refused = await enter(() => auth.signInWithCode(code.trim()), email)
    if (refused) form.setErrors({ code: refused })
  })
  return (
    <Entrance title={t('signIn.codeTitle')} text={t('signIn.codeText')}>
      <form onSubmit={submit} className={classes.form} noValidate>
        <SecondFactorField key={form.key('code')} {...form.getInputProps('code')} />
        <Button type="submit" variant="filled" size="sm" className={classes.submit} loading={form.submitting}>
          {t('signIn.submit')}
        </Button>
        <Button variant="subtle" onClick={onBack}>
          {t('signIn.back')}
        </Button>
      </form>
    </Entrance>
  )
}
