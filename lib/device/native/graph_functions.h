// Whole graphs as functions of the eager context: what lib/compile traces is added here under a name, and then called by that name like any
// operation. Included by tfjs_binding.cc, within its namespace and after its headers (see patch.ts).

namespace graph_functions {

// Reads a string argument; empty and with a pending exception where it is none.
inline bool ReadString(napi_env env, napi_value value, std::string *text) {
  size_t length = 0;
  if (napi_get_value_string_utf8(env, value, nullptr, 0, &length) != napi_ok) {
    NAPI_THROW_ERROR(env, "Expected a string");
    return false;
  }
  text->resize(length + 1);
  napi_get_value_string_utf8(env, value, &(*text)[0], length + 1, &length);
  text->resize(length);
  return true;
}

// "add_3:0,mul_1:0" as outputs of operations of a graph; false and a pending exception where one is missing.
inline bool FindOutputs(napi_env env, TF_Graph *graph, const std::string &names, std::vector<TF_Output> *outputs) {
  for (size_t from = 0, comma = 0; comma != std::string::npos && !names.empty(); from = comma + 1) {
    comma = names.find(',', from);
    const std::string name = names.substr(from, comma == std::string::npos ? comma : comma - from);
    const size_t colon = name.rfind(':');
    TF_Operation *operation = TF_GraphOperationByName(graph, name.substr(0, colon).c_str());
    if (operation == nullptr) {
      NAPI_THROW_ERROR(env, "The graph has no operation %s", name.c_str());
      return false;
    }
    outputs->push_back({operation, colon == std::string::npos ? 0 : atoi(name.c_str() + colon + 1)});
  }
  return true;
}

struct Owned {
  TF_Graph *graph = TF_NewGraph();
  TF_Function *function = nullptr;
  ~Owned() {
    if (function != nullptr) TF_DeleteFunction(function);
    TF_DeleteGraph(graph);
  }
};

// addGraphFunction(graph: Uint8Array, name: string, inputs: string, outputs: string)
inline napi_value Add(napi_env env, napi_callback_info info) {
  size_t count = 4;
  napi_value args[4];
  ENSURE_NAPI_OK_RETVAL(env, napi_get_cb_info(env, info, &count, args, nullptr, nullptr), nullptr);
  void *bytes = nullptr;
  size_t length = 0;
  ENSURE_NAPI_OK_RETVAL(env, napi_get_typedarray_info(env, args[0], nullptr, &length, &bytes, nullptr, nullptr), nullptr);
  std::string name, input_names, output_names;
  if (!ReadString(env, args[1], &name) || !ReadString(env, args[2], &input_names) || !ReadString(env, args[3], &output_names)) return nullptr;

  TFJSBackend *const backend = GetTFJSBackend(env);
  if (backend == nullptr) return nullptr;
  TF_AutoStatus status;
  Owned owned;
  TF_Buffer *buffer = TF_NewBufferFromString(bytes, length);
  TF_ImportGraphDefOptions *options = TF_NewImportGraphDefOptions();
  TF_GraphImportGraphDef(owned.graph, buffer, options, status.status);
  TF_DeleteImportGraphDefOptions(options);
  TF_DeleteBuffer(buffer);
  ENSURE_TF_OK_RETVAL(env, status, nullptr);

  std::vector<TF_Output> inputs, outputs;
  if (!FindOutputs(env, owned.graph, input_names, &inputs) || !FindOutputs(env, owned.graph, output_names, &outputs)) return nullptr;
  owned.function = TF_GraphToFunction(owned.graph, name.c_str(), 0, -1, nullptr, inputs.size(), inputs.data(), outputs.size(),
                                      outputs.data(), nullptr, nullptr, nullptr, status.status);
  ENSURE_TF_OK_RETVAL(env, status, nullptr);
  TFE_ContextAddFunction(backend->context(), owned.function, status.status);
  ENSURE_TF_OK_RETVAL(env, status, nullptr);
  return nullptr;
}

// removeGraphFunction(name: string)
inline napi_value Remove(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value args[1];
  ENSURE_NAPI_OK_RETVAL(env, napi_get_cb_info(env, info, &count, args, nullptr, nullptr), nullptr);
  std::string name;
  if (!ReadString(env, args[0], &name)) return nullptr;
  TFJSBackend *const backend = GetTFJSBackend(env);
  if (backend == nullptr) return nullptr;
  TF_AutoStatus status;
  TFE_ContextRemoveFunction(backend->context(), name.c_str(), status.status);
  ENSURE_TF_OK_RETVAL(env, status, nullptr);
  return nullptr;
}

inline void Define(napi_env env, napi_value exports) {
  napi_property_descriptor properties[] = {
      {"addGraphFunction", nullptr, Add, nullptr, nullptr, nullptr, napi_default, nullptr},
      {"removeGraphFunction", nullptr, Remove, nullptr, nullptr, nullptr, napi_default, nullptr},
  };
  ENSURE_NAPI_OK(env, napi_define_properties(env, exports, ARRAY_SIZE(properties), properties));
}

}  // namespace graph_functions
