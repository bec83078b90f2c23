import { useState } from 'react'
import type { ReactNode } from 'react'
import { t } from '../text/seldom.ts'
import { Card } from '../ui/card.tsx'
import type { Answer, Operation, Parameter, Schemas } from './api-document.ts'
import { asJson, Code } from './code.tsx'
import { curlOf, exampleOf } from './request.ts'
import { schemaRows } from './schema-rows.ts'
import { SchemaTable, Told } from './schema-table.tsx'
import { TryIt } from './try-it.tsx'
import classes from './docs.module.css'

export function Method({ method }: { method: string }) {
  return (
    <span className={classes.method} data-method={method}>
      {method}
    </span>
  )
}

function Parameters({ parameters, schemas }: { parameters: readonly Parameter[]; schemas: Schemas }) {
  return (
    <Card title={t('docs.parameters')}>
      <dl className={classes.rows}>
        {parameters.map(({ name, in: where, required, schema, content, description }) => {
          const meant = schema ?? Object.values(content ?? {})[0]?.schema ?? {}
          const [row] = schemaRows(
            { type: 'object', properties: { [name]: meant }, required: required ? [name] : [] },
            schemas,
          )
          return (
            <div key={name} className={classes.row}>
              <dt>
                <code>{name}</code>
                <span className={classes.where}>{t(`docs.in.${where}`)}</span>
              </dt>
              <dd>{row && <Told row={{ ...row, help: description ?? row.help }} />}</dd>
            </div>
          )
        })}
      </dl>
    </Card>
  )
}

function AnswerDetails({ answer, schemas, open }: { answer: Answer; schemas: Schemas; open: boolean }) {
  const { status, description, headers, media } = answer
  const [shown, setShown] = useState(open)
  return (
    <details className={classes.answer} open={open} onToggle={(event) => setShown(event.currentTarget.open)}>
      <summary>
        <span className={classes.status} data-good={status < '300'}>
          {status}
        </span>
        {description}
      </summary>
      {shown && (
        <>
          {headers.length > 0 && (
            <p className={classes.help}>{t('docs.headers', { names: headers.join(', ') })}</p>
          )}
          {media.map(([type, { schema, example }]) => (
            <div key={type} className={classes.media}>
              <p className={classes.where}>{type}</p>
              {example !== undefined && (
                <Code label={t('docs.exampleOf', { status })} text={asJson(example)} />
              )}
              {/json/.test(type) && (
                <SchemaTable
                  schema={schema}
                  schemas={schemas}
                  label={t('docs.schemaOf', { status })}
                  answered
                />
              )}
            </div>
          ))}
        </>
      )}
    </details>
  )
}

interface OperationPageProps {
  operation: Operation
  schemas: Schemas
  /** A key that was pasted; empty for the session. */
  key_: string
  /** Where another key is named. */
  children: ReactNode
}

/** Everything about one operation, with its example as a command, and a way to try it. */
export function OperationPage({ operation, schemas, key_, children }: OperationPageProps) {
  const { method, path, summary, description, parameters, body, answers } = operation
  const [filled, setFilled] = useState(() => exampleOf(operation))
  return (
    <article className={classes.operation}>
      <header>
        <p className={classes.tag}>{operation.tag}</p>
        <h1 className={classes.title}>{summary}</h1>
        <p className={classes.address}>
          <Method method={method} /> <code>/api/v1{path}</code>
        </p>
        <p className={classes.help}>{description.replaceAll('`', '')}</p>
      </header>
      <Card title={t('docs.command')} aside={!operation.open && t('docs.commandText')}>
        <Code label={t('docs.command')} text={curlOf(operation, filled, window.location.origin)} />
      </Card>
      {parameters.length > 0 && <Parameters parameters={parameters} schemas={schemas} />}
      {body && (
        <Card title={t('docs.body')} aside={body.type}>
          <Code label={t('docs.example')} text={asJson(body.example)} />
          {/json/.test(body.type) && (
            <SchemaTable schema={body.schema} schemas={schemas} label={t('docs.body')} />
          )}
        </Card>
      )}
      <TryIt
        operation={operation}
        filled={filled}
        change={setFilled}
        key_={key_}
        as={t(key_ ? 'docs.asKey' : 'docs.asSession')}
      />
      {children}
      <Card title={t('docs.answers')}>
        {answers.map((answer) => (
          <AnswerDetails key={answer.status} answer={answer} schemas={schemas} open={answer.status < '300'} />
        ))}
      </Card>
    </article>
  )
}
