import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { commandFactsSchema } from 'incident-core/forms';
import { useForm } from 'react-hook-form';

import { context, engine } from './engine.js';

const FIELDS = { resolutionCode: 'Resolution code', resolutionNotes: 'Notes' };

/** An empty field holds nothing. */
const given = (facts) =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== ''));

/** The facts that the move needs. Which these are, and what is wrong with them, the core says. */
export function ResolveForm({ ticket, onResolve }) {
  const command = { type: 'move', to: 'resolved' };
  const schema = commandFactsSchema(engine, { ticket, command, context });
  const checked = standardSchemaResolver(schema);
  const resolver = (facts, ...rest) => checked(given(facts), ...rest);
  const {
    register,
    handleSubmit,
    formState: { errors },
  } = useForm({ resolver });
  return (
    <form onSubmit={handleSubmit((facts) => onResolve({ ...command, facts }))}>
      {Object.entries(FIELDS).map(([name, label]) => (
        <p key={name}>
          <label>
            {label} <input {...register(name)} aria-describedby={`${name}-wrong`} />
          </label>
          <span id={`${name}-wrong`} role="alert">
            {errors[name]?.message}
          </span>
        </p>
      ))}
      <p role="alert">{errors.root?.message}</p>
      <button>Resolve</button>
    </form>
  );
}
