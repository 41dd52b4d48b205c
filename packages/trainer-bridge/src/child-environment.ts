/** Environment variables as values; `process.env` is one. */
export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;

const passed = new Set(
  `PATH HOME USER LOGNAME SHELL TMPDIR TMP TEMP LANG LANGUAGE TZ LD_LIBRARY_PATH DYLD_LIBRARY_PATH
  SSL_CERT_FILE SSL_CERT_DIR REQUESTS_CA_BUNDLE CURL_CA_BUNDLE CUDA_VISIBLE_DEVICES CUDA_HOME
  HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY http_proxy https_proxy all_proxy no_proxy
  PYENV_ROOT PYENV_VERSION CUBLAS_WORKSPACE_CONFIG`.split(/\s+/u),
);

const passedPrefixes = [
  "LC_",
  "XDG_",
  "PIP_",
  "UV_",
  "HF_",
  "OMP_",
  "KMP_",
  "MKL_",
  "NVIDIA_",
  "NCCL_",
  "TORCH_",
  "PYTORCH_",
];

/** Settings of pip that would send packages elsewhere than into the environment. */
const refused = new Set([
  ...["PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_USER", "PIP_PYTHON", "PIP_DRY_RUN"],
  ...["PIP_REQUIREMENT", "PIP_EDITABLE", "PIP_PROGRESS_BAR", "PIP_QUIET", "PIP_REPORT"],
  ...["UV_PROJECT_ENVIRONMENT", "UV_PYTHON", "UV_SYSTEM_PYTHON", "UV_NO_PROGRESS"],
]);

const defaultPath = "/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin";

/**
 * The part of an environment that Python needs: paths, language, proxies, certificates, and the
 * settings of pip, uv, the hub, and the numeric libraries. Everything else (API keys, database
 * passwords) stays behind.
 */
export function childEnvironment(given: EnvironmentVariables): Readonly<Record<string, string>> {
  const variables: Record<string, string> = { PATH: defaultPath };
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || refused.has(name)) continue;
    if (passed.has(name) || passedPrefixes.some((prefix) => name.startsWith(prefix)))
      variables[name] = value;
  }
  return { ...variables, PYTHONUTF8: "1", PYTHONDONTWRITEBYTECODE: "1" };
}
