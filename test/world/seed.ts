import fc from 'fast-check';

/** Random tests take the same road in every run; another one with SEED=…, which a failure prints. */
fc.configureGlobal({ seed: Number(process.env.SEED ?? 20_260_302) });
