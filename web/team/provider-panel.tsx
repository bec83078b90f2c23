import '@mantine/core/styles/Checkbox.layer.css'
import '@mantine/core/styles/PasswordInput.layer.css'
import { Button, Checkbox, NativeSelect, PasswordInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { providerRoutes, type SignInProvider } from '../../contract/team/sign-in-providers.ts'
import { refusalOf } from '../records/changes.ts'
import { call, messageOf } from '../shell/api.ts'
import { t } from '../text/seldom.ts'
import { SidePanel } from '../ui/side-panel.tsx'
import { toastDone, toastFailed } from '../ui/toast.tsx'
import { CopyField } from './copy-field.tsx'
import { useRoleChoices } from './role-names.ts'
import classes from './settings.module.css'

const fields = ['name', 'issuer', 'clientId', 'clientSecret', 'domains']

/** A provider's settings. What it has to be told stands there once it is saved. */
export function ProviderPanel({
  provider,
  onSaved,
  onClose,
}: {
  provider: SignInProvider | null
  onSaved: (provider: SignInProvider) => void
  onClose: () => void
}) {
  const queries = useQueryClient()
  const roles = useRoleChoices().filter(({ value }) => value !== 'owner')
  const form = useForm({
    mode: 'controlled',
    initialValues: {
      name: provider?.name ?? '',
      issuer: provider?.issuer ?? '',
      clientId: provider?.clientId ?? '',
      clientSecret: '',
      creates: provider?.creates ?? false,
      domains: provider?.domains ?? [],
      active: provider?.active ?? true,
    },
  })
  const refresh = () => queries.invalidateQueries({ queryKey: ['sign-in-providers'] })
  const submit = form.onSubmit(async ({ clientSecret, ...rest }) => {
    try {
      const saved = provider
        ? await call(providerRoutes.update, {
            params: { id: provider.id },
            body: { ...rest, ...(clientSecret && { clientSecret }) },
          })
        : await call(providerRoutes.create, { body: { ...rest, clientSecret } })
      await refresh()
      toastDone(t('providers.saved', { name: saved.name }))
      onSaved(saved)
    } catch (error) {
      form.setErrors(refusalOf(error, fields))
    }
  })
  const remove = async ({ id, name }: SignInProvider) => {
    try {
      await call(providerRoutes.remove, { params: { id } })
      await refresh()
      toastDone(t('providers.removed', { name }))
      onClose()
    } catch (error) {
      toastFailed(messageOf(error))
    }
  }
  const { domains } = form.values
  return (
    <SidePanel title={provider?.name ?? t('providers.add')} onClose={onClose}>
      <form onSubmit={submit} className={classes.form} noValidate>
        {form.errors['form'] && (
          <div role="alert" className={classes.failure}>
            {form.errors['form']}
          </div>
        )}
        {provider ? (
          <CopyField label={t('providers.redirect')} value={provider.redirectUrl} />
        ) : (
          <p className={classes.muted}>{t('providers.redirectLater')}</p>
        )}
        <TextInput label={t('providers.name')} autoFocus={!provider} {...form.getInputProps('name')} />
        <TextInput
          label={t('providers.issuer')}
          description={t('providers.issuerHelp')}
          type="url"
          {...form.getInputProps('issuer')}
        />
        <TextInput label={t('providers.clientId')} {...form.getInputProps('clientId')} />
        <PasswordInput
          label={t('providers.secret')}
          description={provider ? t('providers.secretKept') : undefined}
          autoComplete="off"
          visibilityToggleButtonProps={{ 'aria-label': t('form.showPassword') }}
          {...form.getInputProps('clientSecret')}
        />
        <Checkbox
          label={t('providers.creates')}
          description={t('providers.createsHelp')}
          {...form.getInputProps('creates', { type: 'checkbox' })}
        />
        {domains.map((one, i) => (
          // Rows have no name of their own while they are typed.
          // oxlint-disable-next-line react/no-array-index-key
          <div key={i} className={classes.domains}>
            <TextInput label={t('providers.domain')} {...form.getInputProps(`domains.${i}.domain`)} />
            <NativeSelect
              label={t('providers.role')}
              data={roles}
              {...form.getInputProps(`domains.${i}.role`)}
            />
            <Button
              variant="subtle"
              aria-label={t('providers.removeDomain', { domain: one.domain })}
              onClick={() => form.removeListItem('domains', i)}
            >
              {t('providers.remove')}
            </Button>
          </div>
        ))}
        {form.errors['domains'] && <div className={classes.failure}>{form.errors['domains']}</div>}
        <div>
          <Button onClick={() => form.insertListItem('domains', { domain: '', role: 'viewer' })}>
            {t('providers.addDomain')}
          </Button>
        </div>
        <Checkbox label={t('providers.active')} {...form.getInputProps('active', { type: 'checkbox' })} />
        {provider && !provider.forOwners && <p className={classes.muted}>{t('providers.notForOwners')}</p>}
        <div className={classes.actions}>
          <Button type="submit" variant="filled" loading={form.submitting}>
            {t('providers.save')}
          </Button>
          {provider && <Button onClick={() => void remove(provider)}>{t('providers.remove')}</Button>}
        </div>
      </form>
    </SidePanel>
  )
}
