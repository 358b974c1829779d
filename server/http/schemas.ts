/** Schemas at work: of what comes in when a route is asked for the first time, since all at once are half of a start. */
import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import type { FastifySchemaCompiler, FastifySerializerCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { type AnswerSchema, shapeOf } from './shape.ts';

export const compileValidator: FastifySchemaCompiler<TSchema> = (route) => {
  let validate: ReturnType<typeof TypeBoxValidatorCompiler> | undefined;
  return (value: unknown) => {
    validate ??= TypeBoxValidatorCompiler(route);
    return validate(value);
  };
};

export const compileSerializer: FastifySerializerCompiler<AnswerSchema> = ({ schema }) => {
  const shape = shapeOf(schema);
  return (value: unknown) => JSON.stringify(shape(value));
};
