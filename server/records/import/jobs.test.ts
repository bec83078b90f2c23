import { sql } from 'kysely'
import { describe, expect, onTestFinished, test } from 'vitest'
import { named, people, testImports } from '../../../tests/imports.ts'
import { openDatabase } from '../../db/database.ts'
import { prepareJobs } from '../../db/jobs.ts'
import { importJobs, resumeAbandoned } from './jobs.ts'
import { workImport } from './run.ts'
import { loadImport } from './store.ts'

const { company, database, db, folder, work, prepared, resultOf, done, rowsOf } = await testImports()
await prepareJobs(database.pool)

describe('work that is interrupted', () => {
  const rows = (count: number) =>
    Array.from({ length: count }, (_, i) => `${i},P${i},p${i}@long.example,`).join('\n')
  const count = 30_500
  const text = `id,name,mail,phone\n${rows(count)}\n`
  const imported = async () =>
    (
      await rowsOf(sql<{
        n: number
        e: number
      }>`select (select count(*)::int from external_ids where source = 'long') as n,
    (select count(*)::int from events e join external_ids x on x.record_id = e.subject_id and x.source = 'long' where e.type = 'person.created') as e`)
    )[0]

  test('cancelled, it keeps what is in and goes on where it stood', async () => {
    const id = await prepared(people('long', named), { 'people.csv': text })
    await sql`create function stop_import() returns trigger language plpgsql as $$ begin
      if new.at_row > 10000 and old.at_row <= 10000 then new.cancelling := true; end if; return new; end $$`.execute(
      db,
    )
    await sql`create trigger stop_import before update on imports for each row execute function stop_import()`.execute(
      db,
    )
    await workImport(work, id, 'run')
    await sql`drop trigger stop_import on imports`.execute(db)
    const stopped = await resultOf(id)
    expect(stopped.state).toBe('cancelled')
    expect(stopped.at_row).toBe(10_001)
    expect(await imported()).toEqual({ n: 10_000, e: 10_000 })

    // Killed in the middle of a chunk: the connection dies with its transaction open.
    await sql`create function die() returns trigger language plpgsql as $$ begin
      perform pg_terminate_backend(pg_backend_pid()); return null; end $$`.execute(db)
    await sql`create trigger die after insert on people for each statement execute function die()`.execute(db)
    await expect(workImport(work, id, 'run')).rejects.toThrow()
    await sql`drop trigger die on people`.execute(db)
    const dead = await loadImport(db, id)
    expect(dead).toMatchObject({ state: 'running', at_row: 10_001 })

    await resumeAbandoned(database)
    expect(await rowsOf(sql`select payload from graphile_worker._private_jobs`)).toEqual([
      { payload: { importId: id, mode: 'run' } },
    ])
    await importJobs(folder)[0]!.run(
      { importId: id, mode: 'run' },
      { database, log: console, signal: undefined },
    )
    const whole = await resultOf(id)
    expect(whole).toMatchObject({ state: 'done', counts: [{ rows: count, created: count }] })
    expect(await imported()).toEqual({ n: count, e: count })
  }, 60_000)

  test('two processes do not work on one import', async () => {
    const id = await prepared(people('both', named), {
      'people.csv': 'id,name,mail,phone\n1,Kim,kim@both.example,\n',
    })
    const results = await Promise.allSettled([workImport(work, id, 'run'), workImport(work, id, 'run')])
    expect(results.filter((result) => result.status === 'fulfilled').length).toBeGreaterThan(0)
    expect(await rowsOf(sql`select count(*)::int as n from people where email = 'kim@both.example'`)).toEqual(
      [{ n: 1 }],
    )
  })

  test('who has lost an import to another process writes nothing more of it', async () => {
    const id = await prepared(people('lost', named), {
      'people.csv': `id,name,mail,phone\n${Array.from({ length: 30_000 }, (_, i) => `${i},L${i},l${i}@lost.example,`).join('\n')}\n`,
    })
    // As if somebody had gone on after the second chunk.
    await sql`create function go_on() returns trigger language plpgsql as $$ begin new.at_row := 20002; return new; end $$`.execute(
      db,
    )
    await sql`create trigger go_on before update on imports for each row when (new.at_row = 20001) execute function go_on()`.execute(
      db,
    )
    await expect(workImport(work, id, 'run')).rejects.toThrow('Another process')
    await sql`drop trigger go_on on imports`.execute(db)
    expect(await rowsOf(sql`select count(*)::int as n from external_ids where source = 'lost'`)).toEqual([
      { n: 20_000 },
    ])
  }, 60_000)

  test('a chunk that needs what the one behind it has in hand gets it', async () => {
    const id = await prepared(people('behind', named), {
      'people.csv': `id,name,mail,phone\n${Array.from({ length: 20_000 }, (_, i) => `${i},B${i},b${i}@behind.example,`).join('\n')}\n`,
    })
    // The second chunk takes a lock with its last person; the first, at its end, waits for that and wants the lock too.
    await sql`create sequence tries`.execute(db)
    await sql`create function hold() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock(78); return new; end $$`.execute(
      db,
    )
    await sql`create function want() returns trigger language plpgsql as $$ begin
      if nextval('tries') = 1 then
        while not exists (select from pg_locks where locktype = 'advisory' and objid = 78) loop perform pg_sleep(0.01); end loop;
      end if;
      perform pg_advisory_xact_lock(78); return new; end $$`.execute(db)
    await sql`create trigger hold before insert on people for each row when (new.first_name = 'B19999') execute function hold()`.execute(
      db,
    )
    await sql`create trigger want before update on imports for each row when (new.at_row = 10001) execute function want()`.execute(
      db,
    )
    await workImport(work, id, 'run')
    await sql`drop trigger hold on people`.execute(db)
    await sql`drop trigger want on imports`.execute(db)
    expect(await rowsOf(sql`select last_value::int as tries from tries`)).toEqual([{ tries: 2 }])
    expect(await resultOf(id)).toMatchObject({ state: 'done', counts: [{ rows: 20_000, created: 20_000 }] })
    expect(await rowsOf(sql`select count(*)::int as n from external_ids where source = 'behind'`)).toEqual([
      { n: 20_000 },
    ])
  }, 60_000)

  test('leaves connections to others when they use some', async () => {
    const shared = openDatabase({ connection: company.connection, poolSize: 6 })
    const others = await Promise.all([shared.pool.connect(), shared.pool.connect()])
    onTestFinished(async () => {
      for (const other of others) other.release()
      await shared.close()
    })
    let most = 0
    shared.pool.on('acquire', () => {
      most = Math.max(most, shared.pool.totalCount - shared.pool.idleCount)
    })
    const id = await prepared(people('shared', named), {
      'people.csv': `id,name,mail,phone\n${Array.from({ length: 40_000 }, (_, i) => `${i},S${i},s${i}@shared.example,`).join('\n')}\n`,
    })
    await workImport({ ...work, database: { ...shared, notify: () => undefined } }, id, 'run')
    expect(await resultOf(id)).toMatchObject({ state: 'done', counts: [{ rows: 40_000, created: 40_000 }] })
    expect(most).toBeLessThan(6)
  }, 60_000)

  test('a mail that somebody takes meanwhile is recognised on the second look', async () => {
    const id = await prepared(people('race', named), {
      'people.csv': 'id,name,mail,phone\n1,Lea,lea@race.example,\n2,Mia,mia@race.example,\n',
    })
    await sql`create function wait_for_other() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock(77); return new; end $$`.execute(
      db,
    )
    await sql`create trigger wait_for_other before insert on people for each row when (new.first_name = 'Lea') execute function wait_for_other()`.execute(
      db,
    )
    const working = await db.connection().execute(async (other) => {
      await sql`select pg_advisory_lock(77)`.execute(other)
      const working = workImport(work, id, 'run')
      await expect
        .poll(
          async () =>
            (
              await rowsOf(
                sql`select from pg_locks where locktype = 'advisory' and objid = 77 and not granted`,
              )
            ).length,
          { timeout: 10_000 },
        )
        .toBe(1)
      await company.person({ firstName: 'Other', lastName: null, email: 'lea@race.example' })
      await sql`select pg_advisory_unlock(77)`.execute(other)
      return { working }
    })
    await working.working
    await sql`drop trigger wait_for_other on people`.execute(db)
    expect((await resultOf(id)).counts[0]).toMatchObject({ created: 1, merged: 1 })
    // What was typed while the import ran is younger than its file.
    expect(await rowsOf(sql`select first_name from people where email = 'lea@race.example'`)).toEqual([
      { first_name: 'Other' },
    ])
  })

  test('what the database refuses costs only the records at fault', async () => {
    await sql`alter table people add constraint people_job_title_check check (job_title <> 'Pirate')`.execute(
      db,
    )
    const rows = Array.from({ length: 100 }, (_, i) => `${i},${i === 42 ? 'Pirate' : 'Sailor'}`).join('\n')
    const result = await done(people('sea', [{ field: 'jobTitle', column: 'job' }]), {
      'people.csv': `id,job\n${rows}\n`,
    })
    await sql`alter table people drop constraint people_job_title_check`.execute(db)
    expect(result.counts[0]).toMatchObject({ created: 99, refused: 1 })
    expect(result.refusals).toMatchObject([{ row: 44, reason: 'Job title: this value is not possible' }])
  })

  test('indexes that a large first import sets aside are all back', async () => {
    expect(await rowsOf(sql`select name from import_rebuilds`)).toEqual([])
  })
})
