import '@mantine/core/styles/Checkbox.layer.css'
import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { recordTypes } from '../../contract/record-types.ts'
import { keyRoutes } from '../../contract/team/routes.ts'
import { refusalOf } from '../records/changes.ts'
import { call } from '../shell/api.ts'
import { inText, typeLabel } from '../text/labels.ts'
import { t } from '../text/seldom.ts'
import classes from './settings.module.css'

const scopes = ['all', ...recordTypes.flatMap(({ name }) => [`${name}:read`, `${name}:write`])]

/** What a scope allows, in words. */
export function scopeLabel(scope: string): string {
  const [name = '', action] = scope.split(':')
  const type = recordTypes.find((one) => one.name === name)
  if (!type) return t('keys.everything')
  return t(action === 'write' ? 'keys.write' : 'keys.read', { many: inText(typeLabel(type).many) })
}

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()

export function AddKey({
  onMade,
  onClose,
}: {
  onMade: (made: { name: string; key: string }) => void
  onClose: () => void
}) {
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name: '', scopes: [] as string[], days: '' },
    validate: {
      name: (value) => (value.trim() === '' ? t('keys.nameMissing') : null),
      scopes: (value) => (value.length === 0 ? t('keys.scopesMissing') : null),
    },
  })
  const submit = form.onSubmit(async ({ name, scopes: chosen, days }) => {
    try {
      const expiresAt = days === '' ? undefined : inDays(Number(days))
      const body = { name, scopes: chosen, ...(expiresAt && { expiresAt }) }
      onMade(await call(keyRoutes.create, { body }))
    } catch (error) {
      form.setErrors(refusalOf(error, ['name', 'scopes', 'expiresAt']))
    }
  })
  return (
    <form onSubmit={submit} className={classes.form} noValidate>
      {form.errors['form'] && (
        <div role="alert" className={classes.failure}>
          {form.errors['form']}
        </div>
      )}
      <TextInput
        label={t('keys.name')}
        description={t('keys.nameHelp')}
        autoFocus
        key={form.key('name')}
        {...form.getInputProps('name')}
      />
      <Checkbox.Group label={t('keys.scopes')} key={form.key('scopes')} {...form.getInputProps('scopes')}>
        <div className={classes.scopes}>
          {scopes.map((scope) => (
            <Checkbox key={scope} value={scope} label={scopeLabel(scope)} />
          ))}
        </div>
      </Checkbox.Group>
      <NativeSelect
        label={t('keys.ends')}
        data={[
          { value: '', label: t('keys.never') },
          ...[30, 90, 365].map((count) => ({ value: String(count), label: t('keys.inDays', { count }) })),
        ]}
        key={form.key('days')}
        {...form.getInputProps('days')}
      />
      <div className={classes.actions}>
        <Button type="submit" variant="filled" loading={form.submitting}>
          {t('keys.submit')}
        </Button>
        <Button onClick={onClose}>{t('ui.cancel')}</Button>
      </div>
    </form>
  )
}
