// Command openai takes the tour with OpenAI's own client.
package main

import (
	"context"
	"errors"

	"example.com/tours/tour"
	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"
)

func main() {
	ctx := context.Background()
	client := openai.NewClient(option.WithBaseURL(tour.BaseURL()+"/v1"), option.WithAPIKey(tour.Key), option.WithMaxRetries(0))
	asked := func(model string) openai.ChatCompletionNewParams {
		messages := []openai.ChatCompletionMessageParamUnion{openai.UserMessage(tour.Question)}
		return openai.ChatCompletionNewParams{Model: model, Messages: messages}
	}
	status := func(err error) (int, bool) {
		var failure *openai.Error
		found := errors.As(err, &failure)
		if !found {
			return 0, false
		}
		return failure.StatusCode, true
	}
	tour.Run("github.com/openai/openai-go/v3", status, tour.Checks{
		"answer": func() (any, error) {
			reply, err := client.Chat.Completions.New(ctx, asked(tour.Well))
			if err != nil {
				return nil, err
			}
			usage := []int64{reply.Usage.PromptTokens, reply.Usage.CompletionTokens}
			return tour.Answer{Text: reply.Choices[0].Message.Content, Usage: usage}, nil
		},
		"stream": func() (any, error) {
			params := asked(tour.Well)
			params.StreamOptions = openai.ChatCompletionStreamOptionsParam{IncludeUsage: openai.Bool(true)}
			stream := client.Chat.Completions.NewStreaming(ctx, params)
			whole := openai.ChatCompletionAccumulator{}
			for stream.Next() {
				whole.AddChunk(stream.Current())
			}
			if err := stream.Err(); err != nil {
				return nil, err
			}
			usage := []int64{whole.Usage.PromptTokens, whole.Usage.CompletionTokens}
			return tour.Answer{Text: whole.Choices[0].Message.Content, Usage: usage}, nil
		},
		"tools": func() (any, error) {
			params := asked(tour.Well)
			function := openai.FunctionDefinitionParam{Name: "keep", Parameters: tour.Schema}
			params.Tools = []openai.ChatCompletionToolUnionParam{openai.ChatCompletionFunctionTool(function)}
			params.ToolChoice = openai.ChatCompletionToolChoiceOptionUnionParam{OfAuto: openai.String("required")}
			reply, err := client.Chat.Completions.New(ctx, params)
			if err != nil {
				return nil, err
			}
			call := reply.Choices[0].Message.ToolCalls[0].Function
			arguments, err := tour.Parse(call.Arguments)
			return []any{call.Name, arguments}, err
		},
		"schema": func() (any, error) {
			params := asked(tour.Well)
			format := openai.ResponseFormatJSONSchemaJSONSchemaParam{Name: "city", Schema: tour.Schema, Strict: openai.Bool(true)}
			params.ResponseFormat = openai.ChatCompletionNewParamsResponseFormatUnion{
				OfJSONSchema: &openai.ResponseFormatJSONSchemaParam{JSONSchema: format},
			}
			reply, err := client.Chat.Completions.New(ctx, params)
			if err != nil {
				return nil, err
			}
			return tour.Parse(reply.Choices[0].Message.Content)
		},
		"embeddings": func() (any, error) {
			input := openai.EmbeddingNewParamsInputUnion{OfArrayOfStrings: []string{"one", "two"}}
			reply, err := client.Embeddings.New(ctx, openai.EmbeddingNewParams{Model: tour.Well, Input: input})
			if err != nil {
				return nil, err
			}
			lengths := []int{}
			for _, each := range reply.Data {
				lengths = append(lengths, len(each.Embedding))
			}
			return lengths, nil
		},
		"errors": func() (any, error) { return client.Chat.Completions.New(ctx, asked(tour.Limited)) },
		"cancel": func() (any, error) {
			stream := client.Chat.Completions.NewStreaming(ctx, asked(tour.Slow))
			defer stream.Close()
			for stream.Next() {
				if choices := stream.Current().Choices; len(choices) > 0 && choices[0].Delta.Content != "" {
					return 1, nil
				}
			}
			return 0, stream.Err()
		},
	})
}
